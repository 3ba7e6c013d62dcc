import { cleanup, render } from '@testing-library/preact';
import { type ComponentChild, h } from 'preact';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { SystemEvent } from '../../protocol/bodies';
import { toast } from '../components/overlays/toast';
import { ToastHost } from '../components/overlays/toast-host';
import { plainLine } from '../markup/plain';
import { SuggestList } from '../views/conversation/composer/suggest-list';
import type { ConversationContext } from '../views/conversation/context/conversation-context';
import { ConversationHead } from '../views/conversation/conversation-head';
import { MessageView } from '../views/conversation/message/message-view';
import { QuietLine } from '../views/conversation/message/quiet-line';
import { PinnedBar } from '../views/conversation/pins/pinned-bar';
import { InboxRow } from '../views/inbox/inbox-row';
import { ProfileDialog } from '../views/people/profile-dialog';
import { ModelContext } from '../views/shared/use-model';
import { fakeModel, inboxItem, message, summary, user } from './fake-model';
import { checkHarmless, draw, TEXTS, watchForHarm } from './hostile';

watchForHarm();

const nothing = () => undefined;
const fake = fakeModel();
const within = (view: ComponentChild) => h(ModelContext.Provider, { value: fake.model }, view);

/** A conversation where every name and every quote is `text`. */
function contextOf(text: string): ConversationContext {
  return {
    model: fake.model,
    myId: 'me',
    isGroup: true,
    nameOf: () => text,
    hueOf: () => 10,
    lookalikeOf: () => text,
    people: () => [],
    quoted: () => message(1, 'li', { text }),
    jumpTo: nothing,
    openProfile: nothing,
    openMenu: nothing,
    reply: nothing,
    react: nothing,
    pickReaction: nothing,
    failedMenu: nothing,
    reedit: nothing,
    canReedit: () => false,
    showReactors: nothing,
    showHistory: nothing,
    showReaders: nothing,
    mayWrite: () => true,
    toggleSelected: nothing,
  };
}

function inboxRow(text: string, fields: Parameters<typeof inboxItem>[1]): ComponentChild {
  return within(
    h(InboxRow, {
      item: inboxItem(summary('c1', { kind: 'group', title: 'x' }), fields),
      nameOf: () => text,
      typing: '',
      online: false,
      now: 0,
      current: false,
      tabbable: false,
      onOpen: nothing,
      onMenu: nothing,
    }),
  );
}

const texts = (specimens: readonly Element[], selector: string) =>
  specimens.map((specimen) => specimen.querySelector(selector)?.textContent ?? null);

describe(`${TEXTS.length} hostile texts in other places`, () => {
  it('as sender, quote, forward source and lookalike of a message', () => {
    const specimens = draw((text) =>
      within(
        h(MessageView, {
          message: message(2, 'li', {
            body: { kind: 'text', text: 'x', forwardedFrom: { userId: 'ann', name: text } } as never,
            more: { replyTo: 1, reactions: [{ emoji: '👍', userIds: ['li'] }] },
          }),
          context: contextOf(text),
          first: true,
          last: true,
          current: false,
          flash: false,
          selecting: false,
          selected: false,
        }),
      ),
    );
    expect(texts(specimens, '.sender bdi')).toEqual(TEXTS);
    expect(texts(specimens, '.quote bdi')).toEqual(TEXTS);
    expect(texts(specimens, '.quote [dir=auto]')).toEqual(TEXTS.map((text) => plainLine(text)));
    expect(texts(specimens, '.forwarded bdi')).toEqual(TEXTS);
    for (const specimen of specimens) {
      const bubble = specimen.querySelector('.bubble')?.getBoundingClientRect();
      expect(bubble?.right ?? 0).toBeLessThanOrEqual(specimen.getBoundingClientRect().right + 1);
    }
    checkHarmless(specimens);
  });

  it.each<[string, (text: string) => SystemEvent]>([
    ['the title of a new group', (title) => ({ event: 'created', title })],
    ['a new title', (title) => ({ event: 'renamed', title })],
    ['an announcement', (text) => ({ event: 'announcement', text })],
    ['those who joined', () => ({ event: 'joined', userIds: ['li', 'ann'] })],
    ['those who were removed', () => ({ event: 'removed', userIds: ['li'] })],
  ])('in quiet lines and previews: %s', (_, event) => {
    const said = (text: string) => message(1, 'li', { body: { kind: 'system', event: event(text) } });
    const lines = draw((text) => within(h(QuietLine, { message: said(text), context: contextOf(text) })));
    for (const [i, line] of lines.entries()) expect(line.textContent).toContain(TEXTS[i]);
    checkHarmless(lines);
    cleanup();
    const rows = draw((text) => inboxRow(text, { last: said(text) }));
    for (const row of rows) expect(row.querySelector('.row')?.getBoundingClientRect().height ?? 0).toBeLessThanOrEqual(81);
    checkHarmless(rows);
  });

  it('as drafts and last messages in the inbox', () => {
    const specimens = draw((text) =>
      h('div', null, [inboxRow(text, { draft: text }), inboxRow(text, { last: message(1, 'li', { text }) })]),
    );
    for (const specimen of specimens)
      for (const row of specimen.querySelectorAll('.row')) expect(row.getBoundingClientRect().height).toBeLessThanOrEqual(81);
    checkHarmless(specimens);
  });

  it('in the pinned bar and in the header', () => {
    const bars = draw((text) =>
      h(PinnedBar, {
        conversationId: 'c1',
        messages: [message(1, 'li', { text, more: { pinnedAt: 1 } })],
        context: contextOf(text),
        onJump: nothing,
      }),
    );
    expect(texts(bars, '.pinned-bar bdi')).toEqual(TEXTS.map((text) => plainLine(text)));
    for (const bar of bars) expect(bar.getBoundingClientRect().height).toBeLessThanOrEqual(64);
    checkHarmless(bars);
    cleanup();
    const heads = draw((text) => within(h(ConversationHead, { item: { ...inboxItem(summary('c1', { title: text })), title: text } })));
    for (const [i, head] of heads.entries()) expect(head.querySelector('.main-title')?.textContent).toContain(TEXTS[i]);
    for (const head of heads) expect(head.getBoundingClientRect().height).toBeLessThanOrEqual(80);
    checkHarmless(heads);
  });

  it('in the suggestions of the composer, as name and as name behind an alias', () => {
    const specimens = draw((text) =>
      h(SuggestList, {
        items: [{ kind: 'member', id: 'a', name: text, note: text, hue: 1, from: 0, insert: text }],
        picked: 0,
        onPick: nothing,
      }),
    );
    expect(texts(specimens, '.suggest-item bdi')).toEqual(TEXTS);
    checkHarmless(specimens);
  });

  it('in toasts', async () => {
    for (let i = 0; i < TEXTS.length; i += 3) {
      const some = TEXTS.slice(i, i + 3);
      const gone = some.map((text) => toast(text));
      const { container, unmount } = render(h(ToastHost, {}));
      for (const text of some) expect(container.textContent).toContain(text);
      checkHarmless([container]);
      unmount();
      for (const dismiss of gone) dismiss();
    }
  });

  it('as name, alias and about text in a profile, one by one', async () => {
    // Dialogs are modal and checked one at a time, so only the most dangerous texts are used.
    for (const text of TEXTS.filter((one) => /[<"'&]|javascript:/.test(one))) {
      fake.users.set('x', { ...user('x', text), about: text, alias: text } as never);
      const { unmount } = render(within(h(ProfileDialog, { userId: 'x', onClose: nothing })));
      const dialog = document.querySelector('dialog');
      expect(dialog?.textContent).toContain(text);
      checkHarmless(dialog === null ? [] : [dialog]);
      unmount();
    }
    await page.viewport(1280, 800);
  });
});
