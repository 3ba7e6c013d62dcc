import { PAGE_DEFAULT, TYPING_INTERVAL_MS } from '../../../protocol/limits';
import { parseUp } from '../../../protocol/parse';
import type { Up, UpOf } from '../../../protocol/up';
import { ChangeQueue } from '../../messaging/changing';
import { ReadQueue } from '../../messaging/reading';
import { SendQueue } from '../../messaging/sending';
import { causeOf, log, type StoreStep } from '../../platform/log';
import type { HubItem } from '../../platform/rpc';
import { keepDraft } from '../../store/drafts';
import { type Greeted, readHandshake } from '../../store/handshake';
import type { AppendResult, Send } from '../../store/log/append';
import { storeChange } from '../../store/log/changes';
import { raiseMarks, typingAudience } from '../../store/log/marks';
import { readPage } from '../../store/log/pages';
import type { Connection } from '../connection/connection';
import { type Bucket, type Rate, take } from '../limits/rate';
import type { HubSettings } from '../limits/settings';
import type { Presence } from '../presence/presence';
import type { Notifier } from './notifier';

export interface CommandDeps {
  readonly db: D1Database;
  readonly append: (sends: readonly Send[]) => Promise<AppendResult>;
  readonly userId: string;
  readonly settings: HubSettings;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly telling: Notifier;
  readonly presence: Presence;
  /** Puts items before one connection. */
  readonly present: (connection: Connection, items: readonly HubItem[]) => void;
  readonly connections: () => Connection[];
}

/** Frames of all kinds on one connection; above the rate of what a person or a sync does. */
const FRAME_RATE: Rate = { perS: 200, burst: 1000 };
/** How long who is above it is asked to stay away: the bucket is full again then. */
const FLOOD_MS = 5000;
/** An inbox read with the upgrade serves the `hello` that follows at once, not one that dawdles. */
const PREFETCH_MS = 3000;

/** Conversations of which it is kept when the user last wrote there. */
const TYPED_MAX = 256;

/** Frames that may wait for the first welcome: nobody who means well says more before they are greeted. */
const EARLY_MAX = 64;
const EARLY_WAIT_MS = 1000;
const NO_INBOX = 'The inbox could not be read just now: say hello again.';

/** What a user's connections ask for: one method a frame. */
export class Commands {
  private sendBucket: Bucket | undefined;
  private readonly typedAt = new Map<string, number>();
  private readonly sends: SendQueue;
  private readonly changes: ChangeQueue;
  private readonly reads: ReadQueue;

  constructor(private readonly deps: CommandDeps) {
    const { db, userId, telling } = deps;
    const failed = (step: StoreStep) => (error: unknown) => log({ event: 'store_failed', step, cause: causeOf(error) });
    this.sends = new SendQueue({
      userId,
      append: deps.append,
      tell: (told, audiences) => telling.messages(told, audiences),
      onFailure: failed('append'),
    });
    this.changes = new ChangeQueue({
      userId,
      store: (change) => storeChange(db, change),
      tell: (...told) => telling.change(...told),
      onFailure: failed('change'),
    });
    this.reads = new ReadQueue({
      raise: (sessionId, reads, again) => raiseMarks(db, userId, sessionId, reads, again),
      tell: (raised) => telling.raised(raised),
      onEnded: (sessionId) => this.endSession(sessionId),
      onFailure: failed('marks'),
      sleep: deps.sleep,
    });
  }

  /** One raw frame: parsed, or answered with one error (SEND-8). */
  handle(connection: Connection, raw: string | ArrayBuffer): void | Promise<void> {
    const taken = take(connection.frames, this.deps.now(), FRAME_RATE);
    connection.frames = taken.bucket;
    if (!taken.ok) return flooded(connection);
    const parsed = parseUp(raw);
    if (!parsed.ok) {
      const { code, message, ...ids } = parsed.refusal;
      return connection.fail(code, message, ids);
    }
    if (!connection.state.live && parsed.frame.type !== 'hello') return this.early(connection, parsed.frame);
    return this.run(connection, parsed.frame);
  }

  /** A frame before the first welcome: behind `hello` it has its turn when that is answered, else it is refused (CONN-10). */
  private early(connection: Connection, frame: Up): void | Promise<void> {
    if (!connection.greeting) return connection.fail('bad_frame', 'The first frame is hello.', idsOf(frame));
    if (connection.early >= EARLY_MAX)
      return connection.fail('rate_limited', 'Wait for the welcome.', { ...idsOf(frame), retryAfterMs: EARLY_WAIT_MS });
    connection.early++;
    return connection.greeting.then(() => {
      connection.early--;
      if (!connection.isOpen) return;
      if (!connection.state.live) return connection.fail('unavailable', NO_INBOX, idsOf(frame));
      return this.run(connection, frame);
    });
  }

  private run(connection: Connection, frame: Up): void | Promise<void> {
    switch (frame.type) {
      case 'hello':
        return this.greet(connection, frame);
      case 'send':
        return this.send(connection, frame);
      case 'change':
        return this.change(connection, frame);
      case 'messageAck':
        return this.deps.telling.delivered(connection.ack(frame.tid, this.deps.now(), this.deps.settings));
      case 'read':
        return this.reads.add(connection.state.sessionId, frame);
      case 'typing':
        return this.typing(connection, frame);
      case 'draft':
        return this.draft(connection, frame);
      case 'watch':
        return this.deps.presence.watch(connection, frame.userIds);
      case 'pull':
        return connection.pulls.run(() => this.pull(connection, frame));
    }
  }

  private greet(connection: Connection, frame: UpOf<'hello'>): void | Promise<void> {
    if (connection.held) return;
    connection.greeting = this.hello(connection, frame);
    return connection.greeting;
  }

  private async hello(connection: Connection, { cursor }: UpOf<'hello'>): Promise<void> {
    const { prefetch } = connection;
    connection.prefetch = undefined;
    if (prefetch && prefetch.cursor === (cursor ?? '') && this.deps.now() - prefetch.at < PREFETCH_MS)
      return this.welcome(connection, prefetch.greeting);
    connection.held = [];
    try {
      const greeting = await readHandshake(this.deps.db, this.deps.userId, connection.state.sessionId, cursor);
      if (!greeting.alive) return connection.close('signed_out');
      this.welcome(connection, greeting);
    } catch (error) {
      log({ event: 'store_failed', step: 'inbox', cause: causeOf(error) });
      connection.fail('unavailable', NO_INBOX);
    }
    const { held } = connection;
    connection.held = undefined;
    // What arrived while the inbox was read may be in it or not; the client tells by seq. Before the first welcome nothing is pushed.
    if (held.length > 0 && connection.state.live) this.deps.present(connection, held);
  }

  private welcome(connection: Connection, { inbox, watchers }: Greeted): void {
    // Gone while its inbox was read: nobody came.
    if (!connection.isOpen) return;
    const isFirst = !this.deps.connections().some((other) => other.state.live);
    connection.state.live = true;
    const { heartbeatMs, idleTimeoutMs } = this.deps.settings;
    connection.tell({ type: 'welcome', connectionId: connection.state.id, userId: this.deps.userId, heartbeatMs, idleTimeoutMs, ...inbox });
    if (isFirst) this.deps.presence.came(watchers);
  }

  /** Messages and changes share one allowance; false when it is used up, and the sender was told. */
  private mayWrite(connection: Connection, clientMsgId: string): boolean {
    const { sendRatePerS, sendBurst } = this.deps.settings;
    const taken = take(this.sendBucket, this.deps.now(), { perS: sendRatePerS, burst: sendBurst });
    this.sendBucket = taken.bucket;
    if (!taken.ok) connection.fail('rate_limited', 'Too many messages: wait a moment.', { clientMsgId, retryAfterMs: taken.retryAfterMs });
    return taken.ok;
  }

  private send(connection: Connection, frame: UpOf<'send'>): void {
    if (!this.mayWrite(connection, frame.clientMsgId)) return;
    this.sends.add({ frame, ...this.answers(connection, frame.clientMsgId) });
  }

  private change(connection: Connection, frame: UpOf<'change'>): void {
    if (!this.mayWrite(connection, frame.clientMsgId)) return;
    this.changes.add({ frame, ...this.answers(connection, frame.clientMsgId) });
  }

  private answers(connection: Connection, clientMsgId: string) {
    return {
      sessionId: connection.state.sessionId,
      connectionId: connection.state.id,
      stored: ({ conversationId, seq, n, createdAt }: { conversationId: string; seq: number; n: number; createdAt: number }) =>
        connection.tell({ type: 'sendAck', clientMsgId, conversationId, seq, n, createdAt }),
      refused: (...[code, message]: Parameters<Connection['fail']>) => {
        connection.fail(code, message, { clientMsgId });
        if (code === 'unauthenticated') connection.close('signed_out');
      },
    };
  }

  private async typing(connection: Connection, { conversationId }: UpOf<'typing'>): Promise<void> {
    const now = this.deps.now();
    if (Math.abs(now - (this.typedAt.get(conversationId) ?? 0)) < TYPING_INTERVAL_MS) return;
    // Nobody writes in so many places at a time: whoever names them all gets no more of our memory.
    if (this.typedAt.size >= TYPED_MAX) this.typedAt.clear();
    this.typedAt.set(conversationId, now);
    try {
      const audience = await typingAudience(this.deps.db, this.deps.userId, connection.state.sessionId, conversationId);
      this.deps.telling.typing(conversationId, audience);
    } catch (error) {
      log({ event: 'store_failed', step: 'typing', cause: causeOf(error) });
    }
  }

  private async draft(connection: Connection, { type: _, requestId, ...draft }: UpOf<'draft'>): Promise<void> {
    try {
      if (await keepDraft(this.deps.db, this.deps.userId, connection.state.sessionId, draft))
        this.deps.telling.draft(draft, connection.state.id);
    } catch (error) {
      log({ event: 'store_failed', step: 'draft', cause: causeOf(error) });
      connection.fail('unavailable', 'The draft could not be kept just now: send it again.', requestId === undefined ? {} : { requestId });
    }
  }

  private async pull(connection: Connection, frame: UpOf<'pull'>): Promise<void> {
    const { requestId, conversationId } = frame;
    // Its turn came too late.
    if (!connection.isOpen) return;
    try {
      const range = { conversationId, after: frame.afterSeq, before: frame.beforeSeq, limit: frame.limit ?? PAGE_DEFAULT };
      const result = await readPage(this.deps.db, this.deps.userId, connection.state.sessionId, range);
      if (result.ok) return connection.tell({ type: 'pulled', requestId, conversationId, ...result.page });
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

/** Says the delay twice: in an error as everywhere, and in the reason of the close frame. */
function flooded(connection: Connection): void {
  connection.fail('rate_limited', 'Too many frames: connect again later.', { retryAfterMs: FLOOD_MS });
  connection.close('rate_limited', String(FLOOD_MS));
}

function idsOf(frame: Up): { clientMsgId?: string; requestId?: string } {
  if (frame.type === 'send' || frame.type === 'change') return { clientMsgId: frame.clientMsgId };
  return 'requestId' in frame && frame.requestId !== undefined ? { requestId: frame.requestId } : {};
}
