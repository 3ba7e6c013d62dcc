import type { Reaction } from './records';

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Reactions as both sides list them. The order says nothing of who came first: it is the same whichever way a message came to be
 * known, folded from changes or fetched.
 */
export function inOrder(reactions: readonly Reaction[]): Reaction[] {
  return reactions.map(({ emoji, userIds }) => ({ emoji, userIds: [...userIds].sort(compare) })).sort((a, b) => compare(a.emoji, b.emoji));
}
