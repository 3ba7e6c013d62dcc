import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Mentionable } from '../../markup/tokens';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { membersOf } from './composer/known-members';

/** What addresses everyone, in either language: the text was written by someone whose language is not known. */
const EVERYONE: readonly Mentionable[] = ['所有人', 'everyone', 'all'].map((name) => ({ userId: '*', name }));

const same = (a: readonly Mentionable[], b: readonly Mentionable[]): boolean =>
  a.length === b.length && a.every(({ userId, name }, i) => b[i]?.userId === userId && b[i].name === name);

/** Who may be named in a conversation; the same list for as long as it says the same, since texts are read anew with every other one. */
export function useConversationPeople(model: AppModel, conversationId: string): ReadonlySignal<readonly Mentionable[]> {
  const latest = useRef<readonly Mentionable[]>([]);
  return useComputed(() => {
    const members = membersOf(model.inbox.item(conversationId).value?.summary);
    const named = members.flatMap(({ userId }) => {
      const name = model.people.nameOf(userId);
      const own = model.people.user(userId)?.name ?? name;
      return own === name
        ? [{ userId, name }]
        : [
            { userId, name },
            { userId, name: own },
          ];
    });
    const people = [...named, ...EVERYONE];
    if (!same(latest.current, people)) latest.current = people;
    return latest.current;
  });
}

/** Members of a group whose names pass for each other's; looked for once the conversation is open. */
export function useLookalikes(model: AppModel, item: InboxItem): ReadonlySignal<ReadonlyMap<string, string>> {
  const lookalikes = useSignal<ReadonlyMap<string, string>>(new Map());
  const { kind } = item.summary;
  const members = membersOf(item.summary);
  useEffect(() => {
    if (kind !== 'group') return;
    // Without it names stand without the warning.
    void import('./message/lookalikes').then(
      ({ findLookalikes }) => {
        lookalikes.value = findLookalikes(members.map(({ userId }) => ({ userId, name: model.people.nameOf(userId) })));
      },
      () => undefined,
    );
  }, [kind, members]);
  return lookalikes;
}
