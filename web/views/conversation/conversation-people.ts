import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Mentionable } from '../../markup/tokens';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { membersOf } from './composer/known-members';

/** The words for everyone in either language, because the author's language is unknown. */
const EVERYONE: readonly Mentionable[] = ['所有人', 'everyone', 'all'].map((name) => ({ userId: '*', name }));

const same = (a: readonly Mentionable[], b: readonly Mentionable[]): boolean =>
  a.length === b.length && a.every(({ userId, name }, i) => b[i]?.userId === userId && b[i].name === name);

/**
 * The people whom a text here may mention; the list stays the same object while its content does, because a new one parses all texts anew.
 */
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

/** Group members with similar names; loaded after the conversation opens. */
export function useLookalikes(model: AppModel, item: InboxItem): ReadonlySignal<ReadonlyMap<string, string>> {
  const lookalikes = useSignal<ReadonlyMap<string, string>>(new Map());
  const { kind } = item.summary;
  const members = membersOf(item.summary);
  useEffect(() => {
    if (kind !== 'group') return;
    // If this fails, names appear without the warning.
    void import('./message/lookalikes').then(
      ({ findLookalikes }) => {
        lookalikes.value = findLookalikes(members.map(({ userId }) => ({ userId, name: model.people.nameOf(userId) })));
      },
      () => undefined,
    );
  }, [kind, members]);
  return lookalikes;
}
