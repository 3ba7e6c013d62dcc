import type { ConversationSummary } from '../../../protocol/records';
import { type Capability, can, mayWrite as placeMayWrite } from '../../../protocol/roles';

/** Whether the user is a member of a conversation that is not dissolved. */
export const isMember = ({ leftSeq, removed }: ConversationSummary): boolean => leftSeq === undefined && removed !== true;

/** Whether the user has a capability in the conversation now. */
export const may = (summary: ConversationSummary, capability: Capability): boolean => isMember(summary) && can(summary, capability);

/** Whether the user may send, reply, react and edit now: some groups reserve that for their admins. */
export const mayWrite = (summary: ConversationSummary): boolean => isMember(summary) && placeMayWrite(summary);
