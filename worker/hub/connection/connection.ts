import { CLOSE_CODES, type CloseName } from '../../../protocol/close-codes';
import type { ErrorCode } from '../../../protocol/errors';
import { ERRORS } from '../../../protocol/errors';
import type { Notice, PushItem } from '../../messaging/items';
import type { HubItem } from '../../platform/rpc';
import type { LiveHandshake } from '../../store/handshake';
import { type DeliveryEffect, type DeliveryEvent, firstUnackedTid, type Ref, step, type Timing } from '../delivery/deliveries';
import type { Bucket } from '../limits/rate';
import { Semaphore } from '../limits/semaphore';
import { type ConnectionState, decodeAttachment, encodeAttachment } from './attachment';
import type { Life } from './idle';
import { PresenceNews } from './presence-news';

/** An inbox that was read with the upgrade, for the `hello` that follows. */
export interface Prefetch {
  readonly cursor: string;
  readonly handshake: LiveHandshake;
  readonly at: number;
}

export interface DeliveredMessage {
  readonly conversationId: string;
  readonly seq: number;
  readonly senderId: string;
}

/** A due resend whose body is no longer in memory. */
export interface MissingBody {
  readonly tid: number;
  readonly ref: Ref;
}

const PULLS_AT_ONCE = 4;

const PUSH_FIELD = { message: 'message', change: 'change', conversation: 'conversation', behind: 'conversationIds' } as const;

function pushText(kind: Ref['kind'], tid: number, json: string, redelivery: boolean): string {
  return `{"type":"${kind}","tid":${tid},"${PUSH_FIELD[kind]}":${json}${redelivery ? ',"redelivery":true' : ''}}`;
}

/** One open socket. What must survive an eviction is in `state`, attached to the socket; the fields beside it are caches. */
export class Connection {
  /** JSON of un-acked pushes by tid. */
  private readonly bodies = new Map<number, string>();
  /** Senders of un-acked messages by tid; they get a receipt after the ack. */
  private readonly senders = new Map<number, string>();
  /** Items that arrived while the inbox for the next `welcome` is being read; undefined at other times. */
  heldItems: HubItem[] | undefined;
  prefetch: Prefetch | undefined;
  /** Settles when the newest `hello` has been answered; undefined before the first. */
  pendingWelcome: Promise<void> | undefined;
  /** The number of frames that wait for the first welcome. */
  earlyFrames = 0;
  frameBucket: Bucket | undefined;
  /** Runs a few pulls at a time, because each may carry megabytes. */
  readonly pulls = new Semaphore(PULLS_AT_ONCE);
  /** Runs one `watch` at a time, because each one queries many hubs. */
  readonly watches = new Semaphore(1);
  readonly presence: PresenceNews;
  /** The state that was attached last. */
  private attached: ConnectionState | undefined;

  private constructor(
    readonly socket: WebSocket,
    readonly state: ConnectionState,
  ) {
    this.presence = new PresenceNews({
      now: () => Date.now(),
      shows: (userId) => this.state.watching?.includes(userId) ?? true,
      send: (json) => this.sendText(json),
    });
  }

  static open(socket: WebSocket, state: ConnectionState): Connection {
    const connection = new Connection(socket, state);
    connection.save();
    return connection;
  }

  /** Restores the connection of a socket that outlived its object; undefined for a socket without a readable attachment. */
  static restore(socket: WebSocket): Connection | undefined {
    const state = decodeAttachment(socket.deserializeAttachment());
    return state && new Connection(socket, state);
  }

  /** Attaches the state if it changed. If only `frameAt` changed, it is attached once the attached value is `slackMs` old. */
  save(slackMs = 0): void {
    const { attached: saved, state } = this;
    const isSame = saved?.deliveries === state.deliveries && saved.live === state.live && saved.watching === state.watching;
    if (isSame && Math.abs(state.frameAt - saved.frameAt) < slackMs) return;
    this.attached = { ...state };
    try {
      this.socket.serializeAttachment(encodeAttachment(state));
    } catch {
      // The state exceeds the attachment: a client so far behind catches up by sync.
      this.close('ack_timeout');
    }
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  life(pingAt: Date | null): Life {
    return { openedAt: this.state.openedAt, frameAt: this.state.frameAt, pingAt: pingAt?.getTime() ?? null };
  }

  send(frame: Notice): void {
    this.sendText(JSON.stringify(frame));
  }

  sendText(text: string): void {
    // `send` throws on a socket that has just died; its close event follows.
    try {
      this.socket.send(text);
    } catch {}
  }

  fail(
    code: ErrorCode,
    message: string,
    ids: { clientMsgId?: string | undefined; requestId?: string | undefined; retryAfterMs?: number } = {},
  ): void {
    this.send({ type: 'error', code, message, retryable: ERRORS[code].retryable, ...ids });
  }

  close(name: CloseName, reason: string = name): void {
    try {
      this.socket.close(CLOSE_CODES[name].code, reason);
    } catch {}
  }

  /** Pushes items under the next tids, as far as the window has room (ACK-5). `now` in epoch ms. */
  push(items: readonly PushItem[], now: number, timing: Timing): void {
    const refs = items.map(
      (item): Ref => ({ kind: item.kind, conversationId: item.conversationId, seq: item.kind === 'conversation' ? 0 : item.seq }),
    );
    for (const effect of this.advance({ type: 'push', refs }, now, timing)) {
      if (effect.type === 'close') this.close(effect.reason);
      const item = effect.type === 'send' && effect.index !== undefined ? items[effect.index] : undefined;
      if (effect.type !== 'send' || !item) continue;
      this.bodies.set(effect.tid, item.json);
      if (item.kind === 'change') this.forgetMessages(item.conversationId);
      if (item.kind === 'message') this.senders.set(effect.tid, item.senderId);
      this.sendText(pushText(item.kind, effect.tid, item.json, false));
    }
  }

  /** Drops the bodies of un-acked messages of a conversation. A change makes one of them stale; a resend reads its present state (ACK-3). */
  private forgetMessages(conversationId: string): void {
    const first = firstUnackedTid(this.state.deliveries);
    this.state.deliveries.window.forEach((ref, i) => {
      if (ref.kind === 'message' && ref.conversationId === conversationId) this.bodies.delete(first + i);
    });
  }

  /** Handles an ack (ACK-2). Returns the acked messages whose senders are known, so that the senders get receipts. */
  ack(tid: number, now: number, timing: Timing): DeliveredMessage[] {
    const delivered: DeliveredMessage[] = [];
    for (const effect of this.advance({ type: 'ack', tid }, now, timing)) {
      if (effect.type === 'close') this.close(effect.reason);
      else if (effect.type === 'send') this.resend(effect);
      else {
        effect.refs.forEach(({ conversationId, seq }, i) => {
          const senderId = this.senders.get(effect.firstTid + i);
          if (senderId !== undefined) delivered.push({ conversationId, seq, senderId });
          this.senders.delete(effect.firstTid + i);
          this.bodies.delete(effect.firstTid + i);
        });
      }
    }
    return delivered;
  }

  /** Resends due pushes (ACK-3) whose bodies are in memory. Returns the others, whose bodies must be read first. */
  tick(now: number, timing: Timing): MissingBody[] {
    const missing: MissingBody[] = [];
    for (const effect of this.advance({ type: 'tick' }, now, timing)) {
      if (effect.type === 'close') this.close(effect.reason);
      // The order within a connection must hold: after one missing body, the later resends wait too.
      else if (effect.type === 'send' && (missing.length > 0 || !this.resend(effect))) missing.push({ tid: effect.tid, ref: effect.ref });
    }
    return missing;
  }

  /** Resends a push whose body had to be read, unless it was acked meanwhile. */
  redeliver(tid: number, pushedAs: Ref['kind'], { kind, json }: { readonly kind: Ref['kind']; readonly json: string }): void {
    if (tid < firstUnackedTid(this.state.deliveries) || tid > this.state.deliveries.lastTid) return;
    if (kind === pushedAs) this.bodies.set(tid, json);
    this.sendText(pushText(kind, tid, json, true));
  }

  private resend(effect: Extract<DeliveryEffect, { type: 'send' }>): boolean {
    const json = effect.ref.conversationIds ? JSON.stringify(effect.ref.conversationIds) : this.bodies.get(effect.tid);
    if (json === undefined) return false;
    this.sendText(pushText(effect.ref.kind, effect.tid, json, effect.redelivery));
    return true;
  }

  private advance(event: DeliveryEvent, now: number, timing: Timing): readonly DeliveryEffect[] {
    const { state, effects } = step(this.state.deliveries, event, now, timing);
    this.state.deliveries = state;
    return effects;
  }
}
