import { createServer, type Server as HttpServer } from 'node:http';
import WebSocket, { type RawData, WebSocketServer } from 'ws';
import { freePort } from './free-port.ts';
import { below, type Random } from './random.ts';

/** Shares of frames, 0 to 1, that meet a fault; `down` is hub → client, `up` the other way. */
export interface FrameFaults {
  readonly dropMessageAck: number;
  readonly dropSendAck: number;
  /** Any push or answer to a client. Not what a socket does; what an object that dies between two sends does. */
  readonly dropPush: number;
  readonly duplicateUp: number;
  readonly duplicateDown: number;
  /** A push changes places with the one behind it. */
  readonly reorderDown: number;
  /** Every frame to a client waits a random part of this, ms; frames keep their order. */
  readonly delayMs: number;
}

export const NO_FAULTS: FrameFaults = {
  dropMessageAck: 0,
  dropSendAck: 0,
  dropPush: 0,
  duplicateUp: 0,
  duplicateDown: 0,
  reorderDown: 0,
  delayMs: 0,
};

/** How often each fault happened. */
export interface FaultCounts {
  cuts: number;
  halfOpen: number;
  messageAcksDropped: number;
  sendAcksDropped: number;
  pushesDropped: number;
  framesDuplicated: number;
  framesReordered: number;
  framesDelayed: number;
  throttled: number;
}

interface Link {
  readonly device: string;
  readonly client: WebSocket;
  readonly upstream: WebSocket;
  frozen: boolean;
  bytesPerS: number;
  line: Promise<void>;
  /** When the frame that waits longest may go, ms of the monotonic clock: none overtakes it. */
  releaseAt: number;
  /** Newest tid that passed down, newest ack that passed up. */
  tid: number;
  ackedTid: number;
  heldBack: string | undefined;
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A WebSocket proxy that does to its connections what networks and dying objects do, from a seed, and counts it. */
export class FaultProxy {
  faults: FrameFaults = NO_FAULTS;
  readonly counts: FaultCounts = {
    cuts: 0,
    halfOpen: 0,
    messageAcksDropped: 0,
    sendAcksDropped: 0,
    pushesDropped: 0,
    framesDuplicated: 0,
    framesReordered: 0,
    framesDelayed: 0,
    throttled: 0,
  };
  readonly port: number;
  private readonly links = new Set<Link>();
  private readonly http: HttpServer;
  private readonly target: string;
  private readonly random: Random;

  private constructor(target: string, random: Random, port: number) {
    this.target = target;
    this.random = random;
    this.port = port;
    this.http = createServer();
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    this.http.on('upgrade', (request, socket, head) => {
      const upstream = new WebSocket(this.target + request.url, {
        headers: { authorization: request.headers.authorization ?? '' },
        perMessageDeflate: false,
        handshakeTimeout: 10_000,
      });
      upstream.on('error', () => socket.destroy());
      upstream.once('open', () => {
        sockets.handleUpgrade(request, socket, head, (client) =>
          this.link(new URL(request.url ?? '/', 'http://x').searchParams.get('device') ?? '', client, upstream),
        );
      });
    });
  }

  /** Listens on a free port before the server at `target` (`ws://host:port`). */
  static async start(target: string, random: Random): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, random, await freePort());
    await new Promise<void>((resolve) => proxy.http.listen(proxy.port, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** Devices with a connection through here. */
  get devices(): string[] {
    return [...this.links].map((link) => link.device);
  }

  /** Cuts the connections of a device (of any, unless named) on both sides, without a close frame; how many. */
  cut(device?: string): number {
    const links = this.of(device);
    for (const link of links) {
      this.counts.cuts++;
      link.client.terminate();
      link.upstream.terminate();
    }
    return links.length;
  }

  /** Cuts one connection, drawn from the seed; false when there is none. */
  cutOne(): boolean {
    const links = this.of();
    const link = links[below(this.random, links.length)];
    return link !== undefined && this.cut(link.device) > 0;
  }

  /** From now on nothing passes, and nobody is told: no FIN, no reset. */
  halfOpen(device: string): void {
    for (const link of this.of(device)) {
      this.counts.halfOpen++;
      link.frozen = true;
      link.client.pause();
      link.upstream.pause();
    }
  }

  /** Reads from the server at this many bytes a second for the device's connections. */
  throttle(device: string, bytesPerS: number): void {
    for (const link of this.of(device)) {
      this.counts.throttled++;
      link.bytesPerS = bytesPerS;
    }
  }

  /** Reads on a half-open connection what the server has sent into it; with what code the server closed it, if it did. */
  async closeOfFrozen(device: string, waitMs: number): Promise<number | undefined> {
    const link = [...this.links].find((candidate) => candidate.frozen && candidate.device === device);
    if (!link) return undefined;
    const closed = new Promise<number>((resolve) => link.upstream.once('close', resolve));
    link.upstream.resume();
    return Promise.race([closed, sleep(waitMs).then(() => undefined)]);
  }

  /** The most pushes that were un-acked at once on a throttled connection, as seen from the server's side. */
  mostUnacked = 0;

  async stop(): Promise<void> {
    for (const link of this.links) {
      link.client.terminate();
      link.upstream.terminate();
    }
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  private of(device?: string): Link[] {
    return [...this.links].filter((link) => !link.frozen && (device === undefined || link.device === device));
  }

  private link(device: string, client: WebSocket, upstream: WebSocket): void {
    const link: Link = {
      device,
      client,
      upstream,
      frozen: false,
      bytesPerS: 0,
      line: Promise.resolve(),
      releaseAt: 0,
      tid: 0,
      ackedTid: 0,
      heldBack: undefined,
    };
    this.links.add(link);
    client.on('message', (data) => this.up(link, String(data)));
    upstream.on('message', (data) => this.down(link, data));
    client.on('error', () => {});
    upstream.on('error', () => {});
    client.on('close', (code, reason) => this.pass(link, upstream, code, reason));
    upstream.on('close', (code, reason) => this.pass(link, client, code, reason));
  }

  private pass(link: Link, other: WebSocket, code: number, reason: Buffer): void {
    if (link.frozen) return;
    this.links.delete(link);
    if (other.readyState !== WebSocket.OPEN) return;
    if (code === 1006) other.terminate();
    else if (code === 1005) other.close();
    else other.close(code, reason);
  }

  private up(link: Link, text: string): void {
    if (link.frozen || link.upstream.readyState !== WebSocket.OPEN) return;
    if (text.startsWith('{"type":"messageAck"') && this.hits(this.faults.dropMessageAck)) {
      this.counts.messageAcksDropped++;
      return;
    }
    const acked = /^\{"type":"messageAck","tid":(\d+)/.exec(text)?.[1];
    if (acked !== undefined) link.ackedTid = Number(acked);
    link.upstream.send(text);
    if (text.startsWith('{"type":"send"') && this.hits(this.faults.duplicateUp)) {
      this.counts.framesDuplicated++;
      link.upstream.send(text);
    }
  }

  private down(link: Link, data: RawData): void {
    if (link.frozen) return;
    const text = String(data);
    if (link.bytesPerS > 0) {
      this.trickle(link, text);
      return;
    }
    if (text.startsWith('{"type":"sendAck"') && this.hits(this.faults.dropSendAck)) {
      this.counts.sendAcksDropped++;
      return;
    }
    const isPush = text.startsWith('{"type":"message"');
    if (isPush && this.hits(this.faults.dropPush)) {
      this.counts.pushesDropped++;
      return;
    }
    if (isPush && link.heldBack === undefined && this.hits(this.faults.reorderDown)) {
      this.counts.framesReordered++;
      link.heldBack = text;
      // The one behind it may never come.
      setTimeout(() => this.release(link), 100);
      return;
    }
    this.deliver(link, text);
    if (isPush && this.hits(this.faults.duplicateDown)) {
      this.counts.framesDuplicated++;
      this.deliver(link, text);
    }
    this.release(link);
  }

  private release(link: Link): void {
    const text = link.heldBack;
    link.heldBack = undefined;
    if (text !== undefined) this.deliver(link, text);
  }

  private deliver(link: Link, text: string): void {
    if (this.faults.delayMs === 0) {
      send(link.client, text);
      return;
    }
    this.counts.framesDelayed++;
    link.releaseAt = Math.max(link.releaseAt, performance.now() + this.random() * this.faults.delayMs);
    const { releaseAt } = link;
    link.line = link.line.then(() => sleep(Math.max(0, releaseAt - performance.now()))).then(() => send(link.client, text));
  }

  private trickle(link: Link, text: string): void {
    const tid = /^\{"type":"[a-z]+","tid":(\d+)/i.exec(text)?.[1];
    if (tid !== undefined) link.tid = Math.max(link.tid, Number(tid));
    this.mostUnacked = Math.max(this.mostUnacked, link.tid - link.ackedTid);
    link.upstream.pause();
    link.line = link.line
      .then(() => sleep((text.length / link.bytesPerS) * 1000))
      .then(() => {
        send(link.client, text);
        if (!link.frozen) link.upstream.resume();
      });
  }

  private hits(share: number): boolean {
    return share > 0 && this.random() < share;
  }
}

function send(socket: WebSocket, text: string): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(text);
}
