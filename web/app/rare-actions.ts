import type { Http } from '../api/http';
import type { RareActionsModel } from '../model/rare-actions';
import type { Account } from './account';
import { rareContext } from './rare-context';
import { conversationActions } from './rare-conversation-actions';
import { inviteActions } from './rare-invite-actions';
import { messageActions } from './rare-message-actions';

/** Actions whose code is loaded when the first of them is used. `account`: of who is signed in. */
export function createRareActions(http: Http, account: () => Account | null): RareActionsModel {
  const context = rareContext(http, account);
  return { ...conversationActions(context), ...messageActions(context), ...inviteActions(context) };
}
