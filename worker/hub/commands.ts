import type { Page } from '../../protocol/down';
import { PAGE_DEFAULT, TYPING_INTERVAL_MS } from '../../protocol/limits';
import { parseUp } from '../../protocol/parse';
import type { Up, UpOf } from '../../protocol/up';
import type { FanOut } from '../messaging/fan-out';
import { type HubItem, messageItem, noticeItem } from '../messaging/items';
import { ReadQueue } from '../messaging/reading';
import { SendQueue, type Told } from '../messaging/sending';
import { appendSends } from '../store/append';
import { type Raised, raiseMarks, typingAudience } from '../store/marks';
import { readPage } from '../store/pages';
import type { Connection } from './connection';
import type { Ref } from './deliveries';
import { readGreeting } from './greeting';
import { causeOf, log } from './log';
import { type Bucket, type Rate, take } from './rate';
import type { HubSettings } from './settings';

export interface CommandDeps {
  readonly db: D1Database;
  readonly userId: string;
  readonly settings: HubSettings;
  readonly now: () => number;
  readonly fanOut: FanOut;
  /** Items for the user's own connections, but for one. */
  readonly local: (items: readonly HubItem[], exceptConnectionId?: string) => void;
  readonly connections: () => Connection[];
  readonly background: (work: Promise<unknown>) => void;
}

/** Frames of all kinds on one connection; above the rate of what a person or a sync does. */
const FRAME_RATE: Rate = { perS: 200, burst: 1000 };
/** An inbox read with the upgrade serves the `hello` that follows at once, not one that dawdles. */
const PREFETCH_MS = 3000;

/** What a user's connections ask for: one method a frame. */
export class Commands {
  private sendBucket: Bucket | undefined;
  private readonly typedAt = new Map<string, number>();
  private readonly sends: SendQueue;
  private readonly reads: ReadQueue;

  constructor(private readonly deps: CommandDeps) {
    const { db, userId } = deps;
    this.sends = new SendQueue({
      userId,
      append: (sends) => appendSends(db, sends),
      tell: (told) => this.tellMessages(told),
      onFailure: (error) => log({ event: 'store_failed', step: 'append', cause: causeOf(error) }),
    });
    this.reads = new ReadQueue({
      raise: (sessionId, reads) => raiseMarks(db, userId, sessionId, reads),
      tell: (raised) => this.tellRaised(raised),
      onEnded: (sessionId) => this.endSession(sessionId),
      onFailure: (error) => log({ event: 'store_failed', step: 'marks', cause: causeOf(error) }),
    });
  }

  /** One raw frame: parsed, or answered with one error (SEND-8). */
  async handle(connection: Connection, raw: string | ArrayBuffer): Promise<void> {
    const taken = take(connection.frames, this.deps.now(), FRAME_RATE);
    connection.frames = taken.bucket;
    if (!taken.ok) return connection.close('rate_limited');
    const parsed = parseUp(raw);
    if (!parsed.ok) {
      const { code, message, ...ids } = parsed.refusal;
      return connection.fail(code, message, ids);
    }
    if (!connection.state.live && parsed.frame.type !== 'hello') return connection.fail('bad_frame', 'The first frame is hello.', idsOf(parsed.frame));
    await this.run(connection, parsed.frame);
  }

  private async run(connection: Connection, frame: Up): Promise<void> {
    switch (frame.type) {
      case 'hello':
        return this.hello(connection, frame);
      case 'send':
        return this.send(connection, frame);
      case 'messageAck':
        return this.messageAck(connection, frame);
      case 'read':
        return this.reads.add(connection.state.sessionId, frame);
      case 'typing':
        return this.typing(connection, frame);
      case 'pull':
        return this.pull(connection, frame);
      case 'change':
      case 'watch':
        return connection.fail('not_allowed', 'Not here yet.', idsOf(frame));
    }
  }

  private async hello(connection: Connection, { cursor }: UpOf<'hello'>): Promise<void> {
    if (connection.held) return;
    const { prefetch } = connection;
    connection.prefetch = undefined;
    if (prefetch && prefetch.cursor === cursor && this.deps.now() - prefetch.at < PREFETCH_MS) return this.welcome(connection, prefetch.inbox);
    connection.held = [];
    try {
      const greeting = await readGreeting(this.deps.db, this.deps.userId, connection.state.sessionId, cursor);
      if (!greeting.alive) return connection.close('signed_out');
      const { held } = connection;
      connection.held = undefined;
      this.welcome(connection, greeting.inbox);
      if (held.length > 0) this.present(connection, held);
    } catch (error) {
      connection.held = undefined;
      log({ event: 'store_failed', step: 'inbox', cause: causeOf(error) });
      connection.fail('unavailable', 'The inbox could not be read just now: say hello again.');
    }
  }

  private welcome(connection: Connection, inbox: Parameters<typeof welcomeFrame>[3]): void {
    connection.state.live = true;
    connection.tell(welcomeFrame(connection.state.id, this.deps.userId, this.deps.settings, inbox));
  }

  private present(connection: Connection, items: readonly HubItem[]): void {
    for (const item of items) if (item.kind === 'notice') connection.sendText(item.json);
    connection.push(items.filter((item) => item.kind !== 'notice'), this.deps.now(), this.deps.settings);
  }

  private send(connection: Connection, frame: UpOf<'send'>): void {
    const { clientMsgId } = frame;
    const taken = take(this.sendBucket, this.deps.now(), { perS: this.deps.settings.sendRatePerS, burst: this.deps.settings.sendBurst });
    this.sendBucket = taken.bucket;
    if (!taken.ok) return connection.fail('rate_limited', 'Too many messages: wait a moment.', { clientMsgId, retryAfterMs: taken.retryAfterMs });
    this.sends.add({
      frame,
      sessionId: connection.state.sessionId,
      connectionId: connection.state.id,
      stored: ({ conversationId, seq, n, createdAt }) => connection.tell({ type: 'sendAck', clientMsgId, conversationId, seq, n, createdAt }),
      refused: (code, message) => {
        connection.fail(code, message, { clientMsgId });
        if (code === 'unauthenticated') connection.close('signed_out');
      },
    });
  }

  /** Stored, so now it may be told: the sender's other devices (FAN-4) and the hubs of the members who are there (FAN-2). */
  private tellMessages(told: readonly Told[]): void {
    const byUser = new Map<string, HubItem[]>();
    for (const { message, connectionId, audience } of told) {
      const item = messageItem(message);
      this.deps.local([item], connectionId);
      for (const userId of audience) {
        if (userId === this.deps.userId) continue;
        const items = byUser.get(userId);
        if (items) items.push(item);
        else byUser.set(userId, [item]);
      }
    }
    for (const [userId, items] of byUser) this.deps.background(this.deps.fanOut.push(userId, items));
  }

  private messageAck(connection: Connection, { tid }: UpOf<'messageAck'>): void {
    this.tellDelivered(connection.ack(tid, this.deps.now(), this.deps.settings));
  }

  // Delivered ticks are for direct conversations; who is on the other side is known from the message that was acked.
  private tellDelivered(_refs: readonly Ref[]): void {}

  private tellRaised(raised: readonly Raised[]): void {
    for (const { conversationId, seq, n, audience } of raised) {
      const receipt = { type: 'receipt', conversationId, userId: this.deps.userId, kind: 'read', seq } as const;
      this.deps.local([noticeItem({ ...receipt, readN: n })]);
      for (const userId of audience) this.deps.background(this.deps.fanOut.push(userId, [noticeItem(receipt)]));
    }
  }

  private async typing(connection: Connection, { conversationId }: UpOf<'typing'>): Promise<void> {
    const now = this.deps.now();
    if (now - (this.typedAt.get(conversationId) ?? 0) < TYPING_INTERVAL_MS) return;
    this.typedAt.set(conversationId, now);
    try {
      const audience = await typingAudience(this.deps.db, this.deps.userId, connection.state.sessionId, conversationId);
      const item = noticeItem({ type: 'typing', conversationId, userId: this.deps.userId });
      for (const userId of audience) this.deps.background(this.deps.fanOut.push(userId, [item]));
    } catch (error) {
      log({ event: 'store_failed', step: 'typing', cause: causeOf(error) });
    }
  }

  private async pull(connection: Connection, frame: UpOf<'pull'>): Promise<void> {
    const { requestId, conversationId } = frame;
    if (frame.afterSeq !== undefined && frame.beforeSeq !== undefined)
      return connection.fail('bad_frame', 'A pull has afterSeq or beforeSeq, not both.', { requestId });
    try {
      const range = { conversationId, after: frame.afterSeq, before: frame.beforeSeq, limit: frame.limit ?? PAGE_DEFAULT };
      const result = await readPage(this.deps.db, this.deps.userId, connection.state.sessionId, range);
      if (result.ok) return connection.tell({ type: 'pulled', requestId, conversationId, ...(result.page satisfies Page) });
      if (result.because === 'unauthenticated') return connection.close('signed_out');
      connection.fail('not_found', 'There is no such conversation.', { requestId });
    } catch (error) {
      log({ event: 'store_failed', step: 'pull', cause: causeOf(error) });
      connection.fail('unavailable', 'The messages could not be read just now: try again.', { requestId });
    }
  }

  private endSession(sessionId: string): void {
    for (const connection of this.deps.connections()) if (connection.state.sessionId === sessionId) connection.close('signed_out');
  }
}

function idsOf(frame: Up): { clientMsgId?: string; requestId?: string } {
  if (frame.type === 'send' || frame.type === 'change') return { clientMsgId: frame.clientMsgId };
  return frame.type === 'pull' ? { requestId: frame.requestId } : {};
}

function welcomeFrame(connectionId: string, userId: string, settings: HubSettings, inbox: Extract<Awaited<ReturnType<typeof readGreeting>>, { alive: true }>['inbox']) {
  return { type: 'welcome', connectionId, userId, heartbeatMs: settings.heartbeatMs, idleTimeoutMs: settings.idleTimeoutMs, ...inbox } as const;
}
