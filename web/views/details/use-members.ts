import { useEffect, useState } from 'preact/hooks';
import type { Member } from '../../../protocol/records';
import { rankOf } from '../../../protocol/roles';
import { sortedByName } from '../../find/by-name';
import type { InboxItem } from '../../model/inbox';
import type { Problem } from '../../model/result';
import { useModel } from '../shared/use-model';

interface LoadedMembers {
  readonly key: string;
  readonly members: readonly Member[];
  /** The cursor of the next page; undefined: everything is loaded. */
  readonly next: string | undefined;
  readonly problem: Problem | null;
}

export interface MembersShown {
  /** Null until the first page has loaded. */
  readonly members: readonly Member[] | null;
  readonly problem: Problem | null;
  /** Loads the next page or retries a failure; undefined if all members are shown. */
  readonly more: (() => void) | undefined;
}

/**
 * The members of a group by pages, owner and admins first; with a query, those whose name starts with it. A small group's members come
 * with its summary.
 */
export function useMembers(item: InboxItem, query: string): MembersShown {
  const { groups, people } = useModel();
  const inline = query === '' ? item.summary.members : undefined;
  const key = inline ? '' : `${item.id} ${query} ${item.summary.memberCount}`;
  const [loaded, setLoaded] = useState<LoadedMembers>({ key: '', members: [], next: undefined, problem: null });

  const load = async (before: LoadedMembers): Promise<LoadedMembers> => {
    const answer = await groups.members(item.id, query, before.next);
    if (!answer.ok) return { ...before, problem: answer.problem };
    const known = new Set(before.members.map(({ userId }) => userId));
    const fresh = answer.value.members.filter(({ userId }) => !known.has(userId));
    return { key, members: [...before.members, ...fresh], next: answer.value.next, problem: null };
  };

  useEffect(() => {
    if (key === '') return;
    let gone = false;
    void load({ key, members: [], next: undefined, problem: null }).then((page) => {
      if (!gone) setLoaded(page);
    });
    return () => {
      gone = true;
    };
  }, [key]);

  if (inline) {
    const byName = sortedByName(inline, ({ userId }) => people.nameOf(userId));
    return { members: byName.toSorted((a, b) => rankOf(a.role) - rankOf(b.role)), problem: null, more: undefined };
  }
  if (loaded.key !== key) return { members: null, problem: null, more: undefined };
  const { members, next, problem } = loaded;
  const more = () => void load(loaded).then((page) => setLoaded((now) => (now === loaded ? page : now)));
  return { members, problem, more: next === undefined && problem === null ? undefined : more };
}
