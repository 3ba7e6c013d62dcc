import { signal } from '@preact/signals';
import type { ConversationSummary, Member } from '../../../../protocol/records';
import type { AppModel } from '../../../model/app';
import { accountState } from '../../../platform/account-state';

const NOBODY: readonly Member[] = [];
/** The queries sent so far and the members of large groups found so far, by conversation. */
const state = accountState(() => ({ asked: new Set<string>(), found: signal<ReadonlyMap<string, readonly Member[]>>(new Map()) }));

/** The known members: all of a small group, the found ones of a large group. Reads a signal. */
export function membersOf(summary: ConversationSummary | undefined): readonly Member[] {
  if (summary === undefined) return NOBODY;
  return summary.members ?? state().found.value.get(summary.id) ?? NOBODY;
}

/** Searches the members of a large group by name prefix; results show in `membersOf`. Each query is sent once. */
export function findMembers(model: AppModel, { id, members, kind }: ConversationSummary, text: string): void {
  const { asked, found } = state();
  const key = `${id} ${text}`;
  if (members !== undefined || kind === 'direct' || asked.has(key)) return;
  asked.add(key);
  void model.groups.members(id, text).then((answer) => {
    if (!answer.ok) return void asked.delete(key);
    const known = found.peek().get(id) ?? NOBODY;
    const ids = new Set(known.map(({ userId }) => userId));
    const fresh = answer.value.members.filter(({ userId }) => !ids.has(userId));
    if (fresh.length > 0) found.value = new Map(found.peek()).set(id, [...known, ...fresh]);
  });
}
