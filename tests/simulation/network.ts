import type { Socket, SocketEvents } from '../../web/connection/runner';
import type { Platform, ServerSocket } from './platform';

/** The fate of one frame. `late`: other frames overtake it. */
export type Fate = 'pass' | 'drop' | 'twice' | 'late';

export interface Faults {
  /** Virtual milliseconds. */
  delayMs(): number;
  fate(direction: 'up' | 'down', text: string): Fate;
  /** Replaces a down frame. */
  instead?(text: string): string;
  /** Whether the next answer over HTTP is 503. */
  httpFails?(): boolean;
}

const LATE_MS = 400;

/** One device's link to the hub: it can be cut, noticed or not by the ends, and treats frames as `faults` says. */
export class Network {
  online = true;
  private readonly links = new Set<Link>();

  constructor(
    private readonly platform: Platform,
    private readonly userId: string,
    private readonly sessionId: string,
    private readonly faults: Faults,
  ) {}

  openSocket(url: string, events: SocketEvents): Socket {
    const link = new Link(this.platform, this.userId, this.faults, events, () => this.links.delete(link));
    this.links.add(link);
    void link.connect(this.online ? this.sessionId : undefined, url.slice(url.indexOf('?')));
    return link.socket;
  }

  /** `noticed`: both ends get the close; otherwise frames are lost from now on. */
  cut(noticed: boolean): void {
    this.online = false;
    for (const link of this.links) link.cut(noticed);
  }

  heal(): void {
    this.online = true;
  }

  /** Closes the tab; the hub may notice it or not. */
  abandon(noticed: boolean): void {
    for (const link of this.links) link.cut(noticed);
    this.links.clear();
  }
}

class Link {
  readonly socket: Socket = {
    send: (text) => this.carry('up', text, () => this.arrive(text)),
    close: (code = 1000) => {
      this.clientClosed = true;
      this.carry('up', '', () => this.hubSees(code, true));
    },
  };
  private server: ServerSocket | undefined;
  private dead = false;
  private clientClosed = false;
  private readonly lastAt = { up: 0, down: 0 };

  constructor(
    private readonly platform: Platform,
    private readonly userId: string,
    private readonly faults: Faults,
    private readonly events: SocketEvents,
    private readonly forget: () => void,
  ) {}

  async connect(sessionId: string | undefined, query: string): Promise<void> {
    const refused = () => this.clientSees(1006, '');
    if (sessionId === undefined) {
      setTimeout(refused, this.faults.delayMs());
      return;
    }
    try {
      const server = await this.platform.connect(this.userId, sessionId, query);
      if (!server || this.dead) return refused();
      this.server = server;
      server.carriedBy({
        down: (text) => {
          const arriving = this.faults.instead?.(text) ?? text;
          this.carry('down', arriving, () => this.events.received(arriving));
        },
        closed: (code, reason) => {
          this.carry('down', '', () => this.clientSees(code, reason));
          // The browser answers the close frame.
          setTimeout(() => this.hubSees(code, code !== 1006), this.faults.delayMs());
        },
      });
      if (!this.clientClosed) this.events.opened();
    } catch {
      refused();
    }
  }

  cut(noticed: boolean): void {
    this.dead = true;
    if (!noticed) return;
    setTimeout(() => this.events.closed(1006, ''), this.faults.delayMs());
    setTimeout(() => this.hubSees(1006, false), this.faults.delayMs());
  }

  private arrive(text: string): void {
    const { server } = this;
    if (server?.readyState !== 1) return;
    if (text === 'ping') {
      server.pingAt = new Date();
      server.send('pong');
      return;
    }
    const socket = server as unknown as WebSocket;
    void this.platform
      .hub(this.userId)
      .run((hub) => hub.webSocketMessage(socket, text))
      .catch(() => undefined);
  }

  private hubSees(code: number, clean: boolean): void {
    const { server } = this;
    if (!server) return;
    const hub = this.platform.hub(this.userId);
    // A dead process takes its sockets with it, without notice.
    if (!hub.sockets.has(server)) return;
    server.readyState = 2;
    hub.sockets.delete(server);
    void hub.run((instance) => instance.webSocketClose(server as unknown as WebSocket, code, '', clean)).catch(() => undefined);
  }

  private clientSees(code: number, reason: string): void {
    this.forget();
    this.events.closed(code, reason);
  }

  /** Frames of one direction arrive in order, but for those that are late. A control frame (the empty text) is never lost. */
  private carry(direction: 'up' | 'down', text: string, arrive: () => void): void {
    if (this.dead) return;
    const fate = text === '' || text === 'ping' || text === 'pong' ? 'pass' : this.faults.fate(direction, text);
    if (fate === 'drop') return;
    const now = Date.now();
    const at = fate === 'late' ? now + LATE_MS : Math.max(this.lastAt[direction], now + this.faults.delayMs());
    if (fate !== 'late') this.lastAt[direction] = at;
    const delivered = () => {
      if (!this.dead) arrive();
    };
    setTimeout(delivered, at - now);
    if (fate === 'twice') setTimeout(delivered, at - now + 5);
  }
}
