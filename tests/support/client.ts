import type { Down, DownOf } from '../../protocol/down';
import type { ConversationSummary } from '../../protocol/records';
import type { Up } from '../../protocol/up';
import { Acks } from './acks.ts';
import type { ClientCounts, ClientOptions } from './client-options.ts';
import type { Acked, Entry, Intended, View } from './history.ts';
import { Link, quickBackoff } from './link.ts';
import { Outbox } from './outbox.ts';
import { PULL_LIMIT, Pulls } from './pulls.ts';
import { seededUuid } from './random.ts';
import { Timeline, toArrival } from './timeline.ts';
import { until } from './waiting.ts';

const TICK_MS = 50;

/**
 * A client of the protocol for tests, written only from the contract: it shares no code with the app. It keeps an outbox, acks, finds
 * holes, pulls them, reconnects after a cut, and records what was intended, acked and shown.
 */
export class Client {
  readonly intended: Intended[] = [];
  readonly acked: Acked[] = [];
  readonly shown: Entry[] = [];
  /** Final errors by clientMsgId. */
  readonly refused = new Map<string, string>();
  readonly counts: ClientCounts = { connects: 0, frames: 0, redeliveries: 0, pongs: 0, pulls: 0, errors: new Map() };
  readonly outbox: Outbox;
  readonly timelines = new Map<string, Timeline>();
  cursor: string | undefined;
  welcome: DownOf<'welcome'> | undefined;
  /** Called for every message that appears on the screen. */
  onShown: ((entry: Entry) => void) | undefined;
  onAcked: ((ack: Acked) => void) | undefined;
  private readonly options: ClientOptions;
  private readonly link: Link;
  private isOnline = false;
  private epoch = '';
  private readonly acks: Acks;
  private readonly pulls = new Pulls();
  private readonly reads = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(options: ClientOptions) {
    this.options = options;
    this.acks = new Acks(options);
    const { backoff = quickBackoff, random } = options;
    this.link = new Link(options.person.token, {
      address: () => this.address(),
      opened: () => this.opened(),
      received: (text) => this.hear(text),
      lost: () => this.lost(),
      waitMs: (attempt) => backoff(attempt, random()),
    });
    this.outbox = new Outbox(options.random);
    this.cursor = options.cursor;
  }

  get name(): string {
    return this.options.name;
  }

  get userId(): string {
    return this.options.person.id;
  }

  /** How often each close code ended the connection. */
  get closes(): ReadonlyMap<number, number> {
    return this.link.closes;
  }

  get isConnected(): boolean {
    return this.isOnline;
  }

  /** Goes online until `leave`; resolves at the first `welcome`. */
  async join(timeoutMs = 60_000): Promise<void> {
    this.timer ??= setInterval(() => this.tick(), TICK_MS);
    this.link.start();
    await until(() => this.isOnline, `${this.name} to be online`, timeoutMs);
  }

  /** Closes the socket and does not reconnect. */
  leave(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.isOnline = false;
    this.link.stop();
  }

  /** Cuts the connection like a lost network. */
  cut(): void {
    this.link.cut();
  }

  /** Queues a message; it is sent as soon as the outbox may. */
  say(conversationId: string, text: string): string {
    const clientMsgId = seededUuid(this.options.random);
    this.intended.push({ client: this.name, senderId: this.userId, conversationId, clientMsgId });
    this.outbox.add(clientMsgId, conversationId, text);
    this.flush();
    return clientMsgId;
  }

  /** Marks everything shown as read. */
  readAll(conversationId: string): void {
    const timeline = this.timelines.get(conversationId);
    if (!timeline || timeline.lastSeq === 0) return;
    timeline.raise(timeline.lastSeq, timeline.lastN);
    this.reads.set(conversationId, timeline.lastSeq);
    if (this.isOnline) this.transmit({ type: 'read', conversationId, seq: timeline.lastSeq });
  }

  /** Whether every send is answered and every known entry is shown. */
  get isSettled(): boolean {
    return this.isOnline && this.outbox.size === 0 && [...this.timelines.values()].every((timeline) => !timeline.isBehind);
  }

  /** Sends any data unchanged, for tests of malformed frames. */
  transmit(frame: Up): boolean {
    return this.link.send(JSON.stringify(frame));
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

  /** The address holds the cursor of the next `hello`, so that the hub reads the inbox with the upgrade. */
  private address(): string {
    const { url, name } = this.options;
    return `${url}/api/ws?v=1&device=${encodeURIComponent(name)}&tab=1&cursor=${encodeURIComponent(this.cursor ?? '')}`;
  }

  private opened(): void {
    this.acks.restart();
    this.transmit({ type: 'hello', ...(this.cursor !== undefined && { cursor: this.cursor }) });
  }

  private lost(): void {
    this.isOnline = false;
    this.pulls.restart();
    this.outbox.restart();
  }

  private hear(text: string): void {
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
    this.link.settled();
    this.isOnline = true;
    for (const summary of welcome.conversations) this.summarise(summary);
    for (const timeline of this.timelines.values()) if (timeline.isBehind) this.pull(timeline.conversationId);
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

  private count(tid: number, redelivery: boolean): void {
    if (redelivery) this.counts.redeliveries++;
    if (this.acks.pushed(tid)) this.ack();
  }

  private ack(): void {
    if (this.options.acks !== false) this.acks.ack((tid) => this.transmit({ type: 'messageAck', tid }));
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
    const requestId = this.pulls.begin(conversationId);
    if (requestId === undefined) return;
    this.counts.pulls++;
    this.transmit({ type: 'pull', requestId, conversationId, afterSeq: timeline.lastSeq, limit: PULL_LIMIT });
  }

  private pulled(frame: DownOf<'pulled'>): void {
    this.pulls.answered(frame.conversationId, frame.requestId);
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
    if (this.acks.isDue(now)) this.ack();
    if (!this.isOnline || !this.welcome) return;
    this.flush();
    for (const timeline of this.timelines.values()) if (this.pulls.isImpatient(timeline, now)) this.pull(timeline.conversationId);
    this.link.beat(now, this.options.heartbeatMs ?? this.welcome.heartbeatMs);
  }
}
