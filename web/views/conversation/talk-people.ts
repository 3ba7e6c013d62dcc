import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Mentionable } from '../../markup/tokens';
import type { AppModel } from '../../model';

/** What addresses everyone, in either language: the text was written by someone whose language is not known. */
const EVERYONE: readonly Mentionable[] = ['所有人', 'everyone', 'all'].map((name) => ({ userId: '*', name }));

const same = (a: readonly Mentionable[], b: readonly Mentionable[]): boolean =>
  a.length === b.length && a.every(({ userId, name }, i) => b[i]?.userId === userId && b[i].name === name);

/** Who may be named in a conversation; the same list for as long as it says the same, since texts are read anew with every other one. */
export function useTalkPeople(model: AppModel, conversationId: string): ReadonlySignal<readonly Mentionable[]> {
  const latest = useRef<readonly Mentionable[]>([]);
  return useComputed(() => {
    const members = model.inbox.item(conversationId).value?.summary.members ?? [];
    const named = members.map(({ userId }) => ({ userId, name: model.people.nameOf(userId) }));
    const people = members.length > 2 ? [...named, ...EVERYONE] : named;
    if (!same(latest.current, people)) latest.current = people;
    return latest.current;
  });
}
