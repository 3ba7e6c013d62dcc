import { signal } from '@preact/signals';
import type { ConversationSummary, Member } from '../../../../protocol/records';
import type { AppModel } from '../../../model/app';
import { accountState } from '../../../platform/account-state';

const NOBODY: readonly Member[] = [];
/** What was asked for, and the members of large groups as far as they were found, by conversation. */
const state = accountState(() => ({ asked: new Set<string>(), found: signal<ReadonlyMap<string, readonly Member[]>>(new Map()) }));

/** Who is in, as far as it is known here: all of a small group, those who were looked for of a large one. Reads a signal. */
export function membersOf(summary: ConversationSummary | undefined): readonly Member[] {
  if (summary === undefined) return NOBODY;
  return summary.members ?? state().found.value.get(summary.id) ?? NOBODY;
}

/** Looks for members of a large group by the beginning of their names; what is found shows in `membersOf`. Every text is asked for once. */
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
