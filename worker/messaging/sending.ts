import { kindOf } from '../../protocol/bodies';
import type { Message } from '../../protocol/records';
import type { UpOf } from '../../protocol/up';
import type { AppendResult, EntryResult, RefusalReason, Send } from '../store/log/append';
import type { Audiences } from '../store/log/audience';
import { inPresentState } from '../store/log/entries';
import type { PendingFrame } from './pending';

export type PendingSend = PendingFrame<UpOf<'send'>, Message>;

/** A message that was stored now or by an earlier try, in its present state. */
export interface StoredMessage {
  readonly message: Message;
  readonly connectionId: string;
  /** Whether only the sender may see it. */
  readonly hidden: boolean;
}

export interface SendQueueDeps {
  readonly userId: string;
  append(sends: readonly Send[]): Promise<AppendResult>;
  /** Called once per batch, after the answers (SEND-1). */
  notify(messages: readonly StoredMessage[], audiences: Audiences): void;
  onFailure(error: unknown): void;
}

const SENTENCES: Record<RefusalReason, string> = {
  unauthenticated: 'The session has ended: sign in again.',
  not_found: 'There is no such conversation.',
  not_member: 'You are no longer a member of this conversation.',
  not_allowed: 'Your role in this conversation does not allow that at the moment.',
  blocked: 'You have blocked this person: unblock them to write.',
  conflict: 'This clientMsgId was used for other content.',
};

/** Limits of one batch, in messages and in bytes of body text: a D1 statement takes 2 MB. */
const BATCH_MAX = 64;
const BATCH_BYTES_MAX = 512 * 1024;

/** A send and its repeats: one row of the batch, one answer for each. */
interface BatchedSend {
  readonly sends: [PendingSend, ...PendingSend[]];
  readonly body: string;
}

/**
 * Stores the sends of one user in the order of their arrival (SEND-6). A send goes at once if no batch is running; sends that arrive
 * meanwhile share the next batch.
 */
export class SendQueue {
  private readonly waiting: PendingSend[] = [];
  private running = false;

  constructor(private readonly deps: SendQueueDeps) {}

  add(send: PendingSend): void {
    this.waiting.push(send);
    // `run` reports its failures.
    if (!this.running) void this.run();
  }

  private async run(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      const batch = this.next();
      // A failure of one batch does not stop the next.
      await this.store(batch).catch(this.deps.onFailure);
    }
    this.running = false;
  }

  /**
   * The next batch: a prefix of the queue. A repeat shares the row of its first; a different send with the same id waits for the next
   * batch.
   */
  private next(): BatchedSend[] {
    const batch = new Map<string, BatchedSend>();
    let bytes = 0;
    while (batch.size < BATCH_MAX && bytes < BATCH_BYTES_MAX) {
      const send = this.waiting[0];
      if (!send) break;
      const candidate: BatchedSend = { sends: [send], body: JSON.stringify(send.frame.body) };
      const first = batch.get(send.frame.clientMsgId);
      if (first && !isRepeat(first, candidate)) break;
      if (first) first.sends.push(send);
      else {
        bytes += candidate.body.length;
        batch.set(send.frame.clientMsgId, candidate);
      }
      this.waiting.shift();
    }
    return [...batch.values()];
  }

  private async store(batch: readonly BatchedSend[]): Promise<void> {
    let answer: AppendResult;
    try {
      answer = await this.deps.append(batch.map(({ sends, body }) => toSend(this.deps.userId, sends[0], body)));
    } catch (error) {
      this.deps.onFailure(error);
      // The result is unknown: the batch may have been stored. A retry with the same clientMsgId finds out (SEND-3).
      for (const send of batch.flatMap(({ sends }) => sends))
        send.onRefused('unavailable', 'The message could not be stored just now: try again.');
      return;
    }
    const messages: StoredMessage[] = [];
    for (const [i, { sends }] of batch.entries()) {
      const result: EntryResult = answer.results[i] ?? { ok: false, because: 'not_found' };
      if (!result.ok) {
        for (const send of sends) send.onRefused(result.because, SENTENCES[result.because]);
        continue;
      }
      const message = toMessage(this.deps.userId, sends[0].frame, result);
      for (const send of sends) send.onStored(message);
      if (result.recalled) continue;
      messages.push({
        message: result.changed ? inPresentState(message, result.changed) : message,
        connectionId: sends[0].connectionId,
        hidden: result.hidden,
      });
    }
    if (messages.length > 0) this.deps.notify(messages, answer);
  }
}

function isRepeat(a: BatchedSend, b: BatchedSend): boolean {
  const [x, y] = [a.sends[0], b.sends[0]];
  return (
    a.body === b.body &&
    x.sessionId === y.sessionId &&
    x.frame.conversationId === y.frame.conversationId &&
    x.frame.replyTo === y.frame.replyTo
  );
}

function toSend(userId: string, send: PendingSend, body: string): Send {
  const kind = kindOf(send.frame.body);
  return {
    conversationId: send.frame.conversationId,
    senderId: userId,
    sessionId: send.sessionId,
    clientMsgId: send.frame.clientMsgId,
    body,
    replyTo: send.frame.replyTo ?? null,
    countable: kind.counts,
    mentions: kind.mentions(send.frame.body),
  };
}

function toMessage(userId: string, frame: UpOf<'send'>, stored: Extract<EntryResult, { ok: true }>): Message {
  return {
    conversationId: frame.conversationId,
    seq: stored.seq,
    n: stored.n,
    senderId: userId,
    clientMsgId: frame.clientMsgId,
    body: frame.body,
    ...(frame.replyTo !== undefined && { replyTo: frame.replyTo }),
    createdAt: stored.createdAt,
  };
}
