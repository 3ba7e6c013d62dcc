import type { ConversationSummary } from '../../../protocol/records';

/** Whether one is in a conversation that goes on: neither out of it, nor is it dissolved. */
export const isIn = ({ leftSeq, removed }: ConversationSummary): boolean => leftSeq === undefined && removed !== true;

/** Whether one leads a group: its owner or an admin. */
export const leads = (summary: ConversationSummary): boolean => summary.kind === 'group' && summary.role !== 'member' && isIn(summary);
