import type { Down, Push } from '../../protocol/down';
import type { Change, ConversationSummary, Message } from '../../protocol/records';

/**
 * What one hub hands to another for a user's connections. The record travels as the JSON text that goes into every frame, made
 * once by whoever tells, since only the tid differs from connection to connection.
 */
export type HubItem =
  | { readonly kind: 'message'; readonly conversationId: string; readonly seq: number; readonly senderId: string; readonly json: string }
  | { readonly kind: 'change'; readonly conversationId: string; readonly seq: number; readonly json: string }
  | { readonly kind: 'conversation'; readonly conversationId: string; readonly json: string }
  /** A frame without tid, which nobody acks: receipts, typing. */
  | { readonly kind: 'notice'; readonly json: string }
  /** Like a notice, for those connections only that show the person. */
  | { readonly kind: 'presence'; readonly userId: string; readonly json: string };

export type PushItem = Extract<HubItem, { kind: 'message' | 'change' | 'conversation' }>;

/** Frames that are told and forgotten. */
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
