import WebSocket from 'ws';
import { sleep } from './waiting.ts';

export interface LinkEvents {
  /** Returns the address of the socket; called for every attempt. */
  address(): string;
  opened(): void;
  received(text: string): void;
  lost(): void;
  /** How long to wait before attempt number `attempt` since the last `settled`, ms. */
  waitMs(attempt: number): number;
}

/** Close codes after which a client does not reconnect. */
const FINAL_CLOSES = new Set([4001, 4004, 4005]);
/** Unanswered pings after which a link is given up (CONN-7). */
const PINGS_MAX = 2;

/** The connection of a client: it reconnects, pings when it receives nothing, and ignores older sockets. */
export class Link {
  readonly closes = new Map<number, number>();
  private readonly events: LinkEvents;
  private readonly token: string;
  private socket: WebSocket | undefined;
  private isWanted = false;
  private heardAt = 0;
  private pings = 0;
  private attempt = 0;

  constructor(token: string, events: LinkEvents) {
    this.token = token;
    this.events = events;
  }

  start(): void {
    this.isWanted = true;
    if (!this.socket) this.open();
  }

  stop(): void {
    this.isWanted = false;
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
  }

  /** Cuts the connection like a lost network. */
  cut(): void {
    this.socket?.terminate();
  }

  /** Notes that the connection works: the next back-off starts anew. */
  settled(): void {
    this.attempt = 0;
  }

  send(text: string): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(text);
    return true;
  }

  /** Pings after every silent interval, and gives up after several. */
  beat(now: number, heartbeatMs: number): void {
    if (now - this.heardAt <= heartbeatMs * (this.pings + 1)) return;
    if (this.pings === PINGS_MAX) this.socket?.terminate();
    else this.socket?.send('ping');
    this.pings++;
  }

  private open(): void {
    const socket = new WebSocket(this.events.address(), {
      headers: { authorization: `Bearer ${this.token}` },
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
    });
    this.socket = socket;
    socket.on('open', () => {
      if (socket !== this.socket) return;
      this.heard();
      this.events.opened();
    });
    socket.on('message', (data) => {
      if (socket !== this.socket) return;
      this.heard();
      this.events.received(String(data));
    });
    socket.on('error', () => {});
    socket.on('close', (code) => {
      this.closes.set(code, (this.closes.get(code) ?? 0) + 1);
      if (socket === this.socket) this.lost(code);
    });
  }

  private heard(): void {
    this.heardAt = performance.now();
    this.pings = 0;
  }

  private lost(code: number): void {
    this.socket = undefined;
    this.events.lost();
    if (FINAL_CLOSES.has(code)) this.isWanted = false;
    if (this.isWanted) void this.comeBack();
  }

  private async comeBack(): Promise<void> {
    await sleep(this.events.waitMs(this.attempt++));
    if (this.isWanted && !this.socket) this.open();
  }
}

/** Starts short, so that a run has time for many cuts, and grows, so that a server that is down is not flooded. */
export function quickBackoff(attempt: number, random: number): number {
  return 5 + random * Math.min(2000, 100 * 2 ** attempt);
}
