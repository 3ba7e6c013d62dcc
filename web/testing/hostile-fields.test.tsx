import { cleanup, render } from '@testing-library/preact';
import { type ComponentChild, createRef, h } from 'preact';
import { describe, expect, it } from 'vitest';
import { NAME_MAX_CHARS } from '../../protocol/limits';
import { SearchField } from '../components/search-field';
import { StrangerBar } from '../views/conversation/bars';
import { Composer, type ComposerHandle } from '../views/conversation/composer/composer';
import { AnnouncementDialog } from '../views/details/announcement-dialog';
import { AliasDialog } from '../views/people/alias-dialog';
import { PeoplePane } from '../views/people/people-pane';
import { RequestDialog } from '../views/people/request-dialog';
import { PersonRow } from '../views/shared/person-row';
import { ModelContext } from '../views/shared/use-model';
import { fakeModel, inboxItem, summary, user } from './fake-model';
import { checkHarmless, draw, TEXTS, watchForHarm } from './hostile';

watchForHarm();

const nothing = () => undefined;
const fake = fakeModel();
const within = (view: ComponentChild) => h(ModelContext.Provider, { value: fake.model }, view);
/** Dialogs are modal and checked one at a time, so only the most dangerous texts are used. */
const RISKY = TEXTS.filter((text) => /[<"'&{]|javascript:/.test(text));

/** The text as a single-line and a multi-line field normalize it. */
const oneLine = (text: string) => text.replace(/[\r\n]/g, '');
const lines = (text: string) => text.replace(/\r\n?/g, '\n');

/** Reads and removes the app's own fields, so that only foreign ones remain. */
function valuesOf(specimens: readonly Element[], selector: 'input' | 'textarea'): string[] {
  return specimens.map((specimen) => {
    const field = specimen.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector);
    const value = field?.value ?? 'no field';
    field?.remove();
    return value;
  });
}

/** The open dialog for one text. */
function drawDialog(view: ComponentChild): { readonly dialog: HTMLDialogElement; readonly unmount: () => void } {
  const { unmount } = render(within(view));
  const dialog = document.querySelector('dialog');
  if (dialog === null) throw new Error('No dialog opened.');
  return { dialog, unmount };
}

/** Removes the view's own form; any other form comes from a hostile text. */
function unwrapForm(specimen: Element): void {
  const form = specimen.querySelector('form');
  form?.replaceWith(...form.childNodes);
}

describe(`${TEXTS.length} hostile texts in fields and search`, () => {
  it('in search fields', () => {
    const specimens = draw((text) => h(SearchField, { value: text, label: 'x', onInput: nothing }));
    expect(valuesOf(specimens, 'input')).toEqual(TEXTS.map(oneLine));
    checkHarmless(specimens);
  });

  it('in the composer, and quoted above it', () => {
    const specimens = draw((text) =>
      h(Composer, {
        value: text,
        onInput: nothing,
        onSend: nothing,
        onEditLast: nothing,
        onEmoji: nothing,
        chip: { icon: 'reply', title: h('bdi', null, text), text, cancelLabel: text, onCancel: nothing },
        suggest: () => [],
        handle: createRef<ComposerHandle | null>(),
        autoFocus: false,
      }),
    );
    expect(specimens.map((specimen) => specimen.querySelector('.composer-chip [dir=auto]')?.textContent)).toEqual(TEXTS);
    expect(valuesOf(specimens, 'textarea')).toEqual(TEXTS.map(lines));
    for (const specimen of specimens) unwrapForm(specimen);
    checkHarmless(specimens);
  });

  it('as notes of contact requests', () => {
    fake.contacts.value = {
      contacts: [],
      requests: TEXTS.map((note, i) => ({ user: user(`asks${i}`, `Asks ${i}`), direction: 'in' as const, note, createdAt: 0 })),
      blocked: [],
    };
    const { container } = render(within(h(PeoplePane, {})));
    const notes = [...container.querySelectorAll('.row-preview')];
    expect(notes.map((note) => note.textContent)).toEqual(TEXTS);
    for (const row of container.querySelectorAll('.people-row')) expect(row.getBoundingClientRect().height).toBeLessThanOrEqual(81);
    checkHarmless([...container.querySelectorAll('.people-row')]);
    cleanup();
    fake.contacts.value = { contacts: [], requests: [], blocked: [] };
  });

  it('as names and aliases in rows and message requests', () => {
    for (const [i, text] of TEXTS.entries()) fake.users.set(`named${i}`, user(`named${i}`, text));
    let at = 0;
    const rows = draw(() => within(h(PersonRow, { user: user(`named${at++}`, 'their own name'), onOpen: nothing })));
    expect(rows.map((row) => row.querySelector('bdi')?.textContent)).toEqual(TEXTS);
    checkHarmless(rows);
    cleanup();
    at = 0;
    const bars = draw(() => within(h(StrangerBar, { peerId: `named${at++}` })));
    expect(bars.map((bar) => bar.querySelector('bdi')?.textContent)).toEqual(TEXTS);
    for (const bar of bars) expect(bar.getBoundingClientRect().height).toBeLessThanOrEqual(81);
    checkHarmless(bars);
  });

  it.each(['member', 'admin'] as const)('in the dialog of an announcement, for a %s', (role) => {
    for (const text of RISKY) {
      fake.items.value = [inboxItem(summary('c1', { kind: 'group', title: text, role, announcement: text }))];
      const { dialog, unmount } = drawDialog(h(AnnouncementDialog, { conversationId: 'c1', onClose: nothing }));
      if (role === 'admin') expect(valuesOf([dialog], 'textarea')).toEqual([lines(text)]);
      else expect(dialog.querySelector('.announcement')?.textContent).toBe(text);
      unwrapForm(dialog);
      checkHarmless([dialog]);
      unmount();
    }
  });

  it('in the dialogs of aliases and contact requests', () => {
    for (const text of RISKY) {
      fake.users.set('x', user('x', text));
      // The server never sends a longer one.
      const kept = Array.from(text).slice(0, NAME_MAX_CHARS).join('');
      fake.contacts.value = { contacts: [{ user: user('x', text), alias: kept, since: 0 }], requests: [], blocked: [] };
      const alias = drawDialog(h(AliasDialog, { userId: 'x', onClose: nothing }));
      expect(alias.dialog.querySelector('.field-note')?.textContent).toContain(text);
      expect(valuesOf([alias.dialog], 'input')).toEqual([oneLine(kept)]);
      unwrapForm(alias.dialog);
      checkHarmless([alias.dialog]);
      alias.unmount();
      const request = drawDialog(h(RequestDialog, { userId: 'x', onClose: nothing }));
      expect(request.dialog.querySelector('h2')?.textContent).toContain(text);
      unwrapForm(request.dialog);
      checkHarmless([request.dialog]);
      request.unmount();
    }
  });
});
