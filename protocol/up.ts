import * as v from 'valibot';
import { SendableBody, TextBody } from './bodies';
import { PAGE_MAX, WATCH_MAX } from './limits';
import { Draft, Emoji, ReactionText } from './records';
import { id, position, seq, uuid } from './text';

/** First frame of a connection (CONN-10). */
export const Hello = v.object({ type: v.literal('hello'), cursor: v.optional(v.pipe(v.string(), v.maxLength(200))) });

/** Sends a message; answered by `sendAck` or `error` with the same clientMsgId. */
export const Send = v.object({
  type: v.literal('send'),
  clientMsgId: uuid,
  conversationId: id,
  body: SendableBody,
  replyTo: v.optional(seq),
});

export const ChangeRequest = v.variant('kind', [
  v.object({ kind: v.literal('edit'), targetSeq: seq, body: TextBody }),
  v.object({ kind: v.literal('recall'), targetSeq: seq }),
  v.variant('on', [
    v.object({ kind: v.literal('reaction'), targetSeq: seq, emoji: Emoji, on: v.literal(true) }),
    v.object({ kind: v.literal('reaction'), targetSeq: seq, emoji: ReactionText, on: v.literal(false) }),
  ]),
  v.object({ kind: v.literal('pin'), targetSeq: seq, on: v.boolean() }),
]);
export type ChangeRequest = v.InferOutput<typeof ChangeRequest>;

/** Changes an earlier message; answered like `send`. */
export const ChangeUp = v.object({ type: v.literal('change'), clientMsgId: uuid, conversationId: id, change: ChangeRequest });

/** Confirms every push up to and including `tid` (ACK-2). */
export const MessageAck = v.object({ type: v.literal('messageAck'), tid: position });

/** Raises the reader's mark to `seq` (READ-2). */
export const Read = v.object({ type: v.literal('read'), conversationId: id, seq });

export const Typing = v.object({ type: v.literal('typing'), conversationId: id });

const requestId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** Stores a draft for the user's other devices; a version older than the stored one changes nothing. An error carries `requestId`. */
export const DraftUp = v.object({ type: v.literal('draft'), requestId: v.optional(requestId), ...Draft.entries });

/** Sets the users whose presence the connection wants: those on screen. Replaces the earlier list. */
export const Watch = v.object({ type: v.literal('watch'), userIds: v.pipe(v.array(id), v.maxLength(WATCH_MAX)) });

/** Requests a part of a log: the entries after `afterSeq`, or those before `beforeSeq`. */
export const Pull = v.object({
  type: v.literal('pull'),
  requestId,
  conversationId: id,
  afterSeq: v.optional(position),
  beforeSeq: v.optional(seq),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PAGE_MAX))),
});

/** All frames from browser to hub. */
export const Up = v.variant('type', [Hello, Send, ChangeUp, MessageAck, Read, Typing, DraftUp, Watch, Pull]);
export type Up = v.InferOutput<typeof Up>;
export type UpOf<T extends Up['type']> = Extract<Up, { type: T }>;
