import { type ReadonlySignal, signal } from '@preact/signals';
import type { Down } from '../../protocol/down';
import { PONG } from '../../protocol/limits';
import { parseDown, tidOf } from '../../protocol/parse';
import type { Up } from '../../protocol/up';
import { PROTOCOL_VERSION } from '../../protocol/version';
import type { ConnectionStatus } from '../model/connection';
import { Alarm, type Clock } from '../platform/clock';
import type { LeaderLink, Poke } from './link';
import { dueAt, newConnection, step } from './machine';
import type { HttpAnswer } from './refresh';
import type { Connection, ConnectionEffect, ConnectionEvent } from './states';

/** The events of a socket. */
export interface SocketEvents {
  opened(): void;
  received(data: unknown): void;
  closed(code: number, reason: string): void;
}

/** The part of a WebSocket that is used here. Tests provide fakes. */
export interface Socket {
  send(text: string): void;
  close(code?: number): void;
}

export interface ConnectionDeps {
  readonly clock: Clock;
  /** `ws:` or `wss:` URL of the hub, without query. */
  readonly address: string;
  readonly deviceId: string;
  readonly tabId: string;
  readonly openSocket: (url: string, events: SocketEvents) => Socket;
  readonly cursor: () => string | undefined;
  /** The user of this connection. */
  readonly userId: string;
  readonly onFrame: (frame: Down) => void;
  /** The `welcome` is for another user, who has signed in in this browser. */
  readonly onOtherUser: () => void;
  /** Loads the inbox over HTTP and shows it. Never rejects. */
  readonly ask: () => Promise<HttpAnswer>;
  readonly visible: boolean;
  readonly network: string | undefined;
  readonly intervals: Readonly<Record<string, number>>;
  readonly onIntervals: (intervals: Readonly<Record<string, number>>) => void;
}

export function statusOf({ link, refresh }: Connection): ConnectionStatus {
  const { state, since } = link;
  if (refresh.state === 'on' && state !== 'online' && state !== 'closed')
    return { state: 'blocked', since: refresh.since, askedAt: refresh.askedAt };
  if (state === 'offline') return link.retryAt === null ? { state, since } : { state, since, retryAt: link.retryAt };
  return state === 'closed' ? { state, since, reason: link.reason } : { state, since };
}

/** Runs the effects of `step`: sockets, one timer, and frames delivered in order. */
export class ConnectionRunner implements LeaderLink {
  private state: Connection;
  private readonly sockets = new Map<number, Socket>();
  private readonly alarm: Alarm;
  private readonly shown;
  private readonly queue: ConnectionEvent[] = [];
  private running = false;
  private disposed = false;

  constructor(private readonly deps: ConnectionDeps) {
    const { clock, visible, network, intervals } = deps;
    this.state = newConnection(visible, network, intervals, clock.now());
    this.shown = signal<ConnectionStatus>(statusOf(this.state));
    this.alarm = new Alarm(clock, () => this.dispatch({ type: 'tick' }));
  }

  get status(): ReadonlySignal<ConnectionStatus> {
    return this.shown;
  }

  start(): void {
    this.dispatch({ type: 'start' });
  }

  send(frame: Up): boolean {
    const { link } = this.state;
    if (link.state !== 'online') {
      this.dispatch({ type: 'use' });
      return false;
    }
    return this.transmit(link.socket, JSON.stringify(frame));
  }

  poke(why: Poke | 'network', network?: string): void {
    this.dispatch(why === 'network' ? { type: why, network } : { type: why });
  }

  setOthersVisible(visible: boolean): void {
    this.dispatch({ type: 'others', visible });
  }

  dispose(): void {
    this.dispatch({ type: 'stop' });
    this.disposed = true;
    this.alarm.set(null);
  }

  /** Queues events that effects cause, so that each step sees a complete state. */
  private dispatch(event: ConnectionEvent): void {
    if (this.disposed) return;
    this.queue.push(event);
    if (this.running) return;
    this.running = true;
    try {
      for (let next = this.queue.shift(); next; next = this.queue.shift()) this.run(next);
    } finally {
      this.running = false;
    }
  }

  private run(event: ConnectionEvent): void {
    const before = this.state;
    const { state, effects } = step(this.state, event, { now: this.deps.clock.now(), random: this.deps.clock.random() });
    this.state = state;
    for (const effect of effects) this.carryOut(effect);
    this.alarm.set(dueAt(this.state));
    const { link } = state;
    const told = link.state !== before.link.state || link.since !== before.link.since || state.refresh !== before.refresh;
    if (told) this.shown.value = statusOf(state);
  }

  private carryOut(effect: ConnectionEffect): void {
    switch (effect.type) {
      case 'open':
        this.open(effect.socket);
        break;
      case 'close':
        this.disown(effect.socket);
        break;
      case 'hello':
        this.transmit(effect.socket, JSON.stringify(this.hello()));
        break;
      case 'text':
        this.transmit(effect.socket, effect.text);
        break;
      case 'deliver':
        // Update the status before its frame is handled.
        this.shown.value = statusOf(this.state);
        this.deps.onFrame(effect.frame);
        break;
      case 'ask':
        // Nothing rejects here; an answer that comes after the end is ignored by `dispatch`.
        void this.deps.ask().then((answer) => this.dispatch({ type: 'http', answer }));
        break;
      case 'remember':
        this.deps.onIntervals(effect.intervals);
        break;
      default:
        effect satisfies never;
    }
  }

  private hello(): Up {
    const cursor = this.deps.cursor();
    return cursor === undefined ? { type: 'hello' } : { type: 'hello', cursor };
  }

  private open(id: number): void {
    const { address, deviceId, tabId } = this.deps;
    const query = new URLSearchParams({ v: String(PROTOCOL_VERSION), device: deviceId, tab: tabId });
    const cursor = this.deps.cursor();
    // The same cursor as in `hello`, or the empty one: the hub reads the inbox while the socket opens.
    query.set('cursor', cursor ?? '');
    const socket = this.deps.openSocket(`${address}?${query}`, {
      opened: () => this.dispatch({ type: 'opened', socket: id }),
      closed: (code, reason) => this.dispatch({ type: 'closed', socket: id, code, reason }),
      received: (data) => this.received(id, data),
    });
    this.sockets.set(id, socket);
  }

  private received(id: number, data: unknown): void {
    if (typeof data !== 'string') return;
    if (data === PONG) {
      this.dispatch({ type: 'pong', socket: id });
      return;
    }
    const frame = parseDown(data);
    if (frame?.type === 'welcome' && frame.userId !== this.deps.userId) {
      this.dispatch({ type: 'stop' });
      this.deps.onOtherUser();
      return;
    }
    if (frame) {
      this.dispatch({ type: 'frame', socket: id, frame });
      return;
    }
    const tid = tidOf(data);
    if (tid !== undefined) this.dispatch({ type: 'unreadable', socket: id, tid });
  }

  private disown(id: number): void {
    const socket = this.sockets.get(id);
    this.sockets.delete(id);
    try {
      socket?.close(1000);
    } catch {}
  }

  private transmit(id: number, text: string): boolean {
    try {
      this.sockets.get(id)?.send(text);
      this.dispatch({ type: 'sent', socket: id });
      return this.sockets.has(id);
    } catch {
      return false;
    }
  }
}
