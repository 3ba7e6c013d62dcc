import { afterEach, expect, it } from 'vitest';
import { locale, setLocale } from '../../../i18n/i18n';
import { message } from '../../../testing/fake-model';
import { lineOf } from './registry';

const before = locale();
afterEach(() => setLocale(before));

const NAMES = { myId: 'me', nameOf: (id: string) => id };

it('writes "you" small inside a sentence, and large at its beginning', async () => {
  await setLocale('en');
  const said = (actor: string, userIds: string[]) =>
    lineOf(message(1, actor, { body: { kind: 'system', event: { event: 'joined', userIds } } }), NAMES);
  expect(said('Ana', ['me'])).toBe('Ana added you');
  expect(said('me', ['me'])).toBe('You joined');
  expect(said('me', ['Ana'])).toBe('You added Ana');
});
