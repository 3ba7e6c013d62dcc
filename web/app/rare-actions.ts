import type { Http } from '../api/http';
import type { RareActionsModel } from '../model/rare-actions';
import type { Account } from './account';
import { rareContext } from './rare-context';
import { conversationActions } from './rare-conversation-actions';
import { inviteActions } from './rare-invite-actions';
import { messageActions } from './rare-message-actions';

/** Creates the rare actions. `account`: of the signed-in user. */
export function createRareActions(http: Http, account: () => Account | null): RareActionsModel {
  const context = rareContext(http, account);
  return { ...conversationActions(context), ...messageActions(context), ...inviteActions(context) };
}
