import type { ConversationSummary } from '../../../protocol/records';
import type { Role } from '../../../protocol/roles';
import { mayGrant, mayRemove } from '../../../protocol/roles';
import { isMember } from '../shared/membership';

/** What the user may do with another member of a group. */
export interface MemberRights {
  readonly remove: boolean;
  /** The roles that the user may give to the member. */
  readonly grant: Readonly<Record<Role, boolean>>;
}

export function memberRights(summary: ConversationSummary, target: Role): MemberRights {
  const grants = (wanted: Role) => isMember(summary) && mayGrant(summary, target, wanted);
  return {
    remove: isMember(summary) && mayRemove(summary, target),
    grant: { owner: grants('owner'), admin: grants('admin'), member: grants('member') },
  };
}
