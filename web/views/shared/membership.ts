import type { ConversationSummary } from '../../../protocol/records';
import { type Capability, can, mayWrite as placeMayWrite } from '../../../protocol/roles';

/** Whether the user is in a conversation that goes on: neither out of it, nor is it dissolved. */
export const isIn = ({ leftSeq, removed }: ConversationSummary): boolean => leftSeq === undefined && removed !== true;

/** Whether the user may do something in the conversation now. */
export const may = (summary: ConversationSummary, capability: Capability): boolean => isIn(summary) && can(summary, capability);

/** Whether the user may send, reply, react and edit now: some groups leave that to their admins. */
export const mayWrite = (summary: ConversationSummary): boolean => isIn(summary) && placeMayWrite(summary);
