import { kindOf } from '../../protocol/bodies';
import type { Message } from '../../protocol/records';
import type { Status, TimelineMessage } from '../model/timeline';
import type { Item } from '../outbox/outbox';
import { plainName } from '../people/plain-name';
import { fold, type TargetedChange } from './fold';
import type { Log } from './log';

export interface RowsInput {
  readonly myId: string;
  readonly log: Log;
  /** The user's unsent items of this conversation, in the order written. */
  readonly items: readonly Item[];
  /** The delivered and read marks of the peer of a direct conversation. */
  readonly deliveredSeq: number;
  readonly readSeq: number;
  /** Messages that the user deleted for themselves. */
  readonly deleted?: readonly number[] | undefined;
}

/** The rows of the previous call by key. A row with unchanged content stays the same object. */
export type RowCache = Map<string, { readonly message: Message | Item; readonly mark: string; readonly row: TimelineMessage }>;

/** A row's key in the list. Own messages keep the key of their optimistic bubble. */
function keyOf(message: Message, myId: string): string {
  return message.senderId === myId && !kindOf(message.body).byServer ? message.clientMsgId : `s${message.seq}`;
}

function statusOf(seq: number, { deliveredSeq, readSeq }: RowsInput): Status {
  return seq <= readSeq ? 'read' : seq <= deliveredSeq ? 'delivered' : 'sent';
}

/** The change of an outbox item as it will appear in the log; undefined for a message. */
export function asChange(item: Item, myId: string): TargetedChange | undefined {
  if (item.payload.kind !== 'change') return undefined;
  const { clientMsgId, conversationId, createdAt } = item;
  return { ...item.payload.change, clientMsgId, conversationId, createdAt, senderId: myId, seq: Number.MAX_SAFE_INTEGER, n: 0 };
}

/** The rows of a conversation: its log, then unsent messages. Unsent changes are already applied. */
export function rowsOf(input: RowsInput, cache: RowCache): { readonly rows: readonly TimelineMessage[]; readonly cache: RowCache } {
  const { myId, log, items } = input;
  const next: RowCache = new Map();
  const rows: TimelineMessage[] = [];
  const addRow = (key: string, message: Message | Item, mark: string, make: () => TimelineMessage) => {
    if (next.has(key)) return;
    const known = cache.get(key);
    const row = known?.message === message && known.mark === mark ? known.row : make();
    next.set(key, { message, mark, row });
    rows.push(row);
  };

  const changes = items.flatMap((item) => asChange(item, myId) ?? []);
  const addMessage = (message: Message) => {
    const mine = message.senderId === myId;
    const status = mine && !kindOf(message.body).byServer ? statusOf(message.seq, input) : undefined;
    const own = changes.filter((change) => change.targetSeq === message.seq);
    const mark = `${status ?? ''} ${own.map((change) => change.clientMsgId).join(' ')}`;
    addRow(keyOf(message, myId), message, mark, () => ({ ...rowOf(own.reduce(fold, message), myId), status, pending: own.length > 0 }));
  };
  const deleted = new Set(input.deleted);
  for (const message of log.messages) if (!deleted.has(message.seq)) addMessage(message);
  if (!log.live) return { rows, cache: next };
  // Own messages after a hole stay visible, without a seq (ORD-1).
  for (const entry of log.held.values()) {
    if (entry.kind !== 'message' || entry.message.senderId !== myId) continue;
    const { seq: _, ...placeless } = rowOf(entry.message, myId);
    addRow(entry.message.clientMsgId, entry.message, 'held', () => ({ ...placeless, status: 'sent', pending: false }));
  }
  for (const item of items)
    if (item.payload.kind === 'send') addRow(item.clientMsgId, item, item.failed ?? '', () => waitingRow(item, myId));
  return { rows, cache: next };
}

/** The row of a stored message, without delivery status and pending changes. */
export function rowOf(message: Message, myId: string): TimelineMessage {
  const { n: _, ...rest } = message;
  const kind = kindOf(message.body);
  // Titles and names are sanitized here as they are in the list.
  const body = kind.mapNames(message.body, plainName);
  return { ...rest, body, key: keyOf(message, myId), mine: message.senderId === myId, quiet: kind.quiet };
}

/** The row of an outbox message, which has no seq yet. */
export function waitingRow(item: Item, myId: string): TimelineMessage {
  const { clientMsgId, conversationId, createdAt, payload, failed } = item;
  if (payload.kind !== 'send') throw new TypeError('Only messages have rows.');
  return {
    key: clientMsgId,
    clientMsgId,
    conversationId,
    senderId: myId,
    createdAt,
    body: payload.body,
    mine: true,
    quiet: false,
    replyTo: payload.replyTo,
    status: failed === undefined ? 'queued' : 'failed',
    error: failed,
  };
}
