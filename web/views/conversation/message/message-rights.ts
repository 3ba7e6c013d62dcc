import type { ConversationSummary } from '../../../../protocol/records';
import { mayRecall } from '../../../../protocol/roles';
import { may, mayWrite } from '../../shared/membership';

/** What the server lets the user do with a message. */
export interface MessageRights {
  readonly reply: boolean;
  readonly react: boolean;
  readonly edit: boolean;
  readonly pin: boolean;
  readonly recall: boolean;
}

/** `now` in epoch ms. */
export function messageRights(
  summary: ConversationSummary,
  message: { readonly mine: boolean; readonly createdAt: number },
  now: number,
): MessageRights {
  const write = mayWrite(summary);
  return {
    reply: write,
    react: write,
    edit: write && message.mine,
    pin: write && may(summary, 'pin'),
    recall: write && mayRecall(summary, message, now),
  };
}
