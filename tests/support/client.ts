import WebSocket from 'ws';
import type { Down, DownOf } from '../../protocol/down';
import type { Change, ConversationSummary, Message } from '../../protocol/records';
import type { Up } from '../../protocol/up';
import type { Acked, Entry, Intended, View } from './history.ts';
import { Outbox } from './outbox.ts';
import type { Person } from './people.ts';
import { type Random, seededUuid } from './random.ts';
import { Timeline } from './timeline.ts';
import { sleep, until } from './waiting.ts';

export interface ClientOptions {
  /** `ws://host:port` of the server, or of a proxy before it. */
  readonly url: string;
  readonly person: Person;
  /** The device; also the client's name in a history. */
  readonly name: string;
  readonly random: Random;
  /** How long an ack is held back, ms (ACK-7 allows 200). */
  readonly ackDelayMs?: number;
  /** No acks at all: a reader that is stuck. */
  readonly acks?: boolean;
  /** Off only in negative controls. */
  readonly gapCheck?: boolean;
  /** How long to wait before a reconnect, ms; `attempt` counts from 0 since the last `welcome`. */
  readonly backoff?: (attempt: number, random: number) => number;
  /** Instead of what `welcome` says. */
  readonly heartbeatMs?: number;
  /** Where the inbox stood when this device was last here. */
  readonly cursor?: string;
}

export interface ClientCounts {
  connects: number;
  frames: number;
  redeliveries: number;
  pongs: number;
  pulls: number;
  errors: Map<string, number>;
  closes: Map<number, number>;
}

const TICK_MS = 50;
const HOLE_PATIENCE_MS = 100;
const PULL_TIMEOUT_MS = 3000;
const ACK_DELAY_MS = 100;
const ACK_EVERY = 32;
const PULL_LIMIT = 100;
/** Closes after which a client does not come back by itself. */
const FINAL_CLOSES = new Set([4001, 4004, 4005]);

/**
 * A client of the protocol for tests, written from the contract alone: it shares no code with the app. It keeps an outbox,
 * acks, finds holes, pulls them, comes back after a cut, and writes down what was intended, acked and shown.
 */
export class Client {
  readonly intended: Intended[] = [];
  readonly acked: Acked[] = [];
  readonly shown: Entry[] = [];
  /** Final errors by clientMsgId. */
  readonly refused = new Map<string, string>();
  readonly counts: ClientCounts = { connects: 0, frames: 0, redeliveries: 0, pongs: 0, pulls: 0, errors: new Map(), closes: new Map() };
  readonly outbox: Outbox;
  readonly timelines = new Map<string, Timeline>();
  cursor: string | undefined;
  welcome: DownOf<'welcome'> | undefined;
  /** Called for every message that comes to stand on the screen. */
  onShown: ((entry: Entry) => void) | undefined;
  onAcked: ((ack: Acked) => void) | undefined;
  private readonly options: ClientOptions;
  private socket: WebSocket | undefined;
  private isOnline = false;
  private wantsOnline = false;
  private epoch = '';
  private lastTid = 0;
  private ackedTid = 0;
  private ackDueAt = 0;
  private heardAt = 0;
  private pings = 0;
  private attempt = 0;
  private pullId = 0;
  private readonly pulling = new Map<string, { requestId: string; since: number }>();
  private readonly holeSince = new Map<string, number>();
  private readonly reads = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(options: ClientOptions) {
    this.options = options;
    this.outbox = new Outbox(options.random);
    this.cursor = options.cursor;
  }

  get name(): string {
    return this.options.name;
  }

  get userId(): string {
    return this.options.person.id;
  }

  get isConnected(): boolean {
    return this.isOnline;
  }

  /** Goes online and stays so until `leave`; resolves at the first `welcome`. */
  async join(timeoutMs = 20_000): Promise<void> {
    this.wantsOnline = true;
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    if (!this.socket) this.open();
    await until(() => this.isOnline, `${this.name} to be online`, timeoutMs);
  }

  /** Closes the socket and comes back no more by itself. */
  leave(): void {
    this.wantsOnline = false;
    clearInterval(this.timer);
    this.timer = undefined;
    this.drop();
  }

  /** Cuts the connection as a lost network does. */
  cut(): void {
    this.socket?.terminate();
  }

  /** Writes a message; it goes out as soon as the outbox may. */
  say(conversationId: string, text: string): string {
    const clientMsgId = seededUuid(this.options.random);
    this.intended.push({ client: this.name, senderId: this.userId, conversationId, clientMsgId });
    this.outbox.add(clientMsgId, conversationId, text);
    this.flush();
    return clientMsgId;
  }

  /** Reads up to what is shown. */
  readAll(conversationId: string): void {
    const timeline = this.timelines.get(conversationId);
    if (!timeline || timeline.lastSeq === 0) return;
    timeline.raise(timeline.lastSeq, timeline.lastN);
    this.reads.set(conversationId, timeline.lastSeq);
    if (this.isOnline) this.transmit({ type: 'read', conversationId, seq: timeline.lastSeq });
  }

  /** Whether everything said is answered and everything known of is shown. */
  get isSettled(): boolean {
    return this.isOnline && this.outbox.size === 0 && [...this.timelines.values()].every((timeline) => !timeline.isBehind);
  }

  /** Any frame, as it is; for tests of what is no protocol. */
  transmit(frame: Up): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  view(): View {
    return {
      client: this.name,
      userId: this.userId,
      conversationIds: [...this.timelines.keys()],
      shown: this.shown,
      unread: new Map([...this.timelines.values()].map((t) => [t.conversationId, { readSeq: t.readSeq, unread: t.unread }])),
    };
  }

  private open(): void {
    const { url, person, name } = this.options;
    // The cursor of the coming `hello`, said early: the hub reads the inbox with the upgrade.
    const cursor = this.cursor === undefined ? '' : `&cursor=${encodeURIComponent(this.cursor)}`;
    const address = `${url}/api/ws?v=1&device=${encodeURIComponent(name)}&tab=1${cursor}`;
    const socket = new WebSocket(address, {
      headers: { authorization: `Bearer ${person.token}` },
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
    });
    this.socket = socket;
    socket.on('open', () => {
      if (socket !== this.socket) return;
      this.heardAt = performance.now();
      this.pings = 0;
      this.lastTid = 0;
      this.ackedTid = 0;
      this.transmit({ type: 'hello', ...(this.cursor !== undefined && { cursor: this.cursor }) });
    });
    socket.on('message', (data) => {
      if (socket === this.socket) this.hear(String(data));
    });
    socket.on('error', () => {});
    socket.on('close', (code) => {
      this.counts.closes.set(code, (this.counts.closes.get(code) ?? 0) + 1);
      if (socket === this.socket) this.lost(code);
    });
  }

  /** The one way out of a connection. */
  private lost(code: number): void {
    this.socket = undefined;
    this.isOnline = false;
    this.pulling.clear();
    this.outbox.restart();
    if (FINAL_CLOSES.has(code)) this.wantsOnline = false;
    if (this.wantsOnline) void this.comeBack();
  }

  private async comeBack(): Promise<void> {
    const { backoff = quickBackoff, random } = this.options;
    await sleep(backoff(this.attempt++, random()));
    if (this.wantsOnline && !this.socket) this.open();
  }

  private drop(): void {
    const { socket } = this;
    this.socket = undefined;
    this.isOnline = false;
    socket?.close();
  }

  private hear(text: string): void {
    this.heardAt = performance.now();
    this.pings = 0;
    if (text === 'pong') {
      this.counts.pongs++;
      return;
    }
    this.counts.frames++;
    const frame = JSON.parse(text) as Down;
    if ('tid' in frame) this.count(frame.tid, frame.redelivery === true);
    switch (frame.type) {
      case 'welcome':
        this.greet(frame);
        break;
      case 'message':
        this.place(toArrival(frame.message, true));
        break;
      case 'change':
        this.place(toArrival(frame.change, false));
        break;
      case 'conversation':
        this.summarise(frame.conversation);
        break;
      case 'behind':
        for (const id of frame.conversationIds) this.pull(id);
        break;
      case 'sendAck':
        this.stored(frame);
        break;
      case 'receipt':
        this.receipt(frame);
        break;
      case 'pulled':
        this.pulled(frame);
        break;
      case 'error':
        this.failed(frame);
        break;
      default:
    }
  }

  private receipt({ kind, userId, conversationId, seq, readN }: DownOf<'receipt'>): void {
    const timeline = this.timelines.get(conversationId);
    if (kind === 'read' && userId === this.userId) timeline?.raise(seq, readN ?? timeline.countAt(seq));
  }

  private greet(welcome: DownOf<'welcome'>): void {
    if (welcome.epoch !== this.epoch && this.epoch !== '') {
      this.timelines.clear();
      this.shown.length = 0;
    }
    this.welcome = welcome;
    this.epoch = welcome.epoch;
    this.cursor = welcome.cursor;
    this.counts.connects++;
    this.attempt = 0;
    this.isOnline = true;
    for (const summary of welcome.conversations) this.summarise(summary);
    for (const timeline of this.timelines.values()) if (timeline.isBehind) this.pull(timeline.conversationId);
    // A `read` has no answer: it is said again on every connection, which changes nothing if it had arrived.
    for (const [conversationId, seq] of this.reads) this.transmit({ type: 'read', conversationId, seq });
    this.flush();
  }

  private summarise(summary: ConversationSummary): void {
    const timeline = this.timelineOf(summary.id, summary.visibleAfterSeq ?? 0);
    timeline.targetSeq = Math.max(timeline.targetSeq, summary.lastSeq);
    timeline.raise(summary.readSeq, summary.readN);
    if (timeline.isBehind) this.pull(summary.id);
  }

  private timelineOf(conversationId: string, startSeq = 0): Timeline {
    const known = this.timelines.get(conversationId);
    if (known) return known;
    const fresh = new Timeline(conversationId, startSeq, { gapCheck: this.options.gapCheck ?? true });
    this.timelines.set(conversationId, fresh);
    return fresh;
  }

  /** Notes a push for the next ack, which covers an unbroken row of tids only. What comes out of turn is applied all the same: its seq decides. */
  private count(tid: number, redelivery: boolean): void {
    if (redelivery) this.counts.redeliveries++;
    const { gapCheck = true, ackDelayMs = ACK_DELAY_MS } = this.options;
    if (tid === this.lastTid + 1 || !gapCheck) this.lastTid = Math.max(this.lastTid, tid);
    // A push that comes again lost its ack on the way.
    else if (tid <= this.lastTid) this.ackedTid = Math.min(this.ackedTid, tid - 1);
    if (this.ackDueAt === 0) this.ackDueAt = performance.now() + ackDelayMs;
    if (this.lastTid - this.ackedTid >= ACK_EVERY) this.ack();
  }

  private ack(): void {
    this.ackDueAt = 0;
    if (this.options.acks === false || this.lastTid <= this.ackedTid) return;
    if (this.transmit({ type: 'messageAck', tid: this.lastTid })) this.ackedTid = this.lastTid;
  }

  private place(arrival: ReturnType<typeof toArrival>): void {
    const timeline = this.timelineOf(arrival.conversationId);
    for (const { isMessage, ...entry } of timeline.arrive(arrival)) {
      if (!isMessage) continue;
      if (entry.senderId === this.userId) timeline.raise(entry.seq, entry.n);
      this.shown.push(entry);
      this.onShown?.(entry);
    }
  }

  private stored(frame: DownOf<'sendAck'>): void {
    const { clientMsgId, conversationId, seq, n } = frame;
    const ack = { conversationId, clientMsgId, seq };
    this.acked.push(ack);
    this.outbox.remove(clientMsgId);
    this.place({ conversationId, seq, n, senderId: this.userId, clientMsgId, isMessage: true });
    this.onAcked?.(ack);
    this.flush();
  }

  private failed(frame: DownOf<'error'>): void {
    this.counts.errors.set(frame.code, (this.counts.errors.get(frame.code) ?? 0) + 1);
    if (frame.clientMsgId === undefined) return;
    if (frame.retryable) this.outbox.pause(performance.now() + (frame.retryAfterMs ?? 500));
    else if (this.outbox.remove(frame.clientMsgId)) this.refused.set(frame.clientMsgId, frame.code);
  }

  private pull(conversationId: string): void {
    const timeline = this.timelineOf(conversationId);
    const now = performance.now();
    const underWay = this.pulling.get(conversationId);
    if (underWay && now - underWay.since < PULL_TIMEOUT_MS) return;
    const requestId = `p${++this.pullId}`;
    this.pulling.set(conversationId, { requestId, since: now });
    this.counts.pulls++;
    this.transmit({ type: 'pull', requestId, conversationId, afterSeq: timeline.lastSeq, limit: PULL_LIMIT });
  }

  private pulled(frame: DownOf<'pulled'>): void {
    if (this.pulling.get(frame.conversationId)?.requestId === frame.requestId) this.pulling.delete(frame.conversationId);
    const arrivals = [
      ...frame.messages.map((message) => toArrival(message, true)),
      ...frame.changes.map((change) => toArrival(change, false)),
    ];
    for (const arrival of arrivals.sort((a, b) => a.seq - b.seq)) this.place(arrival);
    if (frame.hasMore || this.timelineOf(frame.conversationId).isBehind) this.pull(frame.conversationId);
  }

  private flush(): void {
    if (!this.isOnline) return;
    for (const item of this.outbox.due(performance.now()))
      this.transmit({
        type: 'send',
        clientMsgId: item.clientMsgId,
        conversationId: item.conversationId,
        body: { kind: 'text', text: item.text },
      });
  }

  private tick(): void {
    const now = performance.now();
    if (this.ackDueAt > 0 && now >= this.ackDueAt) this.ack();
    if (!this.isOnline || !this.welcome) return;
    this.flush();
    for (const timeline of this.timelines.values()) {
      const id = timeline.conversationId;
      if (!timeline.isBehind) this.holeSince.delete(id);
      else if (!this.holeSince.has(id)) this.holeSince.set(id, now);
      else if (now - (this.holeSince.get(id) ?? now) > HOLE_PATIENCE_MS) this.pull(id);
    }
    const heartbeatMs = this.options.heartbeatMs ?? this.welcome.heartbeatMs;
    if (now - this.heardAt > heartbeatMs * (this.pings + 1)) {
      if (this.pings === 2) this.socket?.terminate();
      else this.socket?.send('ping');
      this.pings++;
    }
  }
}

/** Soon, so that a run has time for many cuts; and later and later, so that a server that is down is not drowned. */
function quickBackoff(attempt: number, random: number): number {
  return 5 + random * Math.min(2000, 100 * 2 ** attempt);
}

function toArrival(record: Message | Change, isMessage: boolean) {
  const { conversationId, seq, n, senderId, clientMsgId } = record;
  return { conversationId, seq, n, senderId, clientMsgId, isMessage };
}
