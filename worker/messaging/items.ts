import type { Down, Push } from '../../protocol/down';
import type { Change, ConversationSummary, Message } from '../../protocol/records';
import type { HubItem } from '../platform/rpc';

export type PushItem = Extract<HubItem, { kind: 'message' | 'change' | 'conversation' }>;

/** Frames that are sent once and not acked. */
export type Notice = Exclude<Down, Push>;

export function messageItem(message: Message): Extract<HubItem, { kind: 'message' }> {
  return {
    kind: 'message',
    conversationId: message.conversationId,
    seq: message.seq,
    senderId: message.senderId,
    json: JSON.stringify(message),
  };
}

export function changeItem(change: Change): HubItem {
  return { kind: 'change', conversationId: change.conversationId, seq: change.seq, json: JSON.stringify(change) };
}

export function conversationItem(conversation: ConversationSummary): HubItem {
  return { kind: 'conversation', conversationId: conversation.id, json: JSON.stringify(conversation) };
}

export function noticeItem(frame: Notice): HubItem {
  return { kind: 'notice', json: JSON.stringify(frame) };
}
