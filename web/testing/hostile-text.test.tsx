import { h } from 'preact';
import { describe, expect, it } from 'vitest';
import { TextView } from '../views/conversation/bodies/text';
import { InboxRow } from '../views/inbox/inbox-row';
import { PersonRow } from '../views/shared/person-row';
import { ModelContext } from '../views/shared/use-model';
import { fakeModel, inboxItem, message, summary, user } from './fake-model';
import { checkHarmless, draw, TEXTS, watchForHarm } from './hostile';

const nobody: readonly never[] = [];
const nothing = () => undefined;

watchForHarm();

describe(`${TEXTS.length} hostile texts`, () => {
  it('as messages appear verbatim and run nothing', () => {
    const context = { nameOf: () => 'x', people: () => nobody, openProfile: nothing };
    const specimens = draw((text) => h(TextView, { body: { kind: 'text', text }, context }));
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
