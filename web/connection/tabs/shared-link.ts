import { type ReadonlySignal, signal } from '@preact/signals';
import type { Down } from '../../../protocol/down';
import { WATCH_MAX } from '../../../protocol/limits';
import type { Up } from '../../../protocol/up';
import type { ConnectionStatus } from '../../model/connection';
import type { LeaderLink, Link, Poke } from '../link';
import type { HttpAnswer } from '../refresh';
import type { Channel, SharedOutboxEvent, TabMessage } from './messages';

export interface SharedLinkDeps {
  readonly tabId: string;
  readonly now: () => number;
  /** What it hears goes to `heard`. */
  readonly channel: Channel;
  /** Opens the socket, under this tab id: this tab leads. */
  readonly lead: (leaderTab: string, onFrame: (frame: Down) => void) => LeaderLink;
  readonly isVisible: () => boolean;
  readonly onFrame: (frame: Down) => void;
  readonly onOutbox: (event: SharedOutboxEvent) => void;
  /** This tab leads now, or somebody came: what the store holds may be more than what is known here. */
  readonly onOutboxStale: () => void;
  /** The whole inbox as a `welcome`, for tabs that were not there; undefined: there is none yet. */
  readonly snapshot: () => Down | undefined;
  /** Loads the inbox over HTTP and shows it. Never rejects. */
  readonly refresh: () => Promise<HttpAnswer>;
  readonly onSignedOut: () => void;
}

type TabMessageBody = TabMessage extends infer M ? (M extends { from: string } ? Omit<M, 'from'> : never) : never;

/**
 * One socket per browser. The leader tab holds it and forwards every frame to the other tabs, which send through the leader. A new leader
 * sends `hello` with its own cursor, so that nothing is lost.
 */
export class SharedLink implements Link {
  private readonly shown;
  readonly isLeader = signal(false);
  private own: LeaderLink | undefined;
  /** The other visible tabs, as the leader knows them. */
  private readonly visibleTabs = new Set<string>();
  private readonly watched = new Map<string, readonly string[]>();
  private disposed = false;
  private alone = false;

  constructor(private readonly deps: SharedLinkDeps) {
    this.shown = signal<ConnectionStatus>({ state: 'connecting', since: deps.now() });
    this.post({ type: 'hi' });
    if (deps.isVisible()) this.post({ type: 'poke', why: 'visible' });
  }

  get status(): ReadonlySignal<ConnectionStatus> {
    return this.shown;
  }

  /** Makes this tab the leader. Call it when the lock is granted. */
  lead(leaderTab: string): void {
    if (this.disposed || this.own) return;
    this.isLeader.value = true;
    const own = this.deps.lead(leaderTab, (frame) => this.received(frame));
    this.own = own;
    own.status.subscribe((status) => {
      this.shown.value = status;
      this.post({ type: 'status', status });
    });
    this.post({ type: 'whoLooks' });
    this.deps.onOutboxStale();
  }

  /** The browser refuses locks. It refuses them to every tab, so each has a socket under its own id, and they do not hear each other. */
  leadAlone(): void {
    if (this.disposed || this.own) return;
    this.post({ type: 'bye' });
    this.alone = true;
    this.deps.channel.close();
    this.lead(this.deps.tabId);
  }

  send(frame: Up): boolean {
    if (this.own) return this.forward(frame, this.deps.tabId);
    if (this.shown.peek().state !== 'online') {
      this.post({ type: 'poke', why: 'use' });
      return false;
    }
    this.post({ type: 'up', frame });
    return true;
  }

  share(event: SharedOutboxEvent): void {
    this.post({ type: 'outbox', event });
  }

  signedOut(): void {
    this.post({ type: 'signedOut' });
  }

  poke(why: Poke | 'network', network?: string): void {
    if (why === 'network') this.own?.poke(why, network);
    else if (this.own) this.own.poke(why);
    else this.post({ type: 'poke', why });
  }

  dispose(): void {
    if (this.disposed) return;
    this.post({ type: 'bye' });
    this.disposed = true;
    this.own?.dispose();
    this.deps.channel.close();
  }

  private received(frame: Down): void {
    this.deps.onFrame(frame);
    // A `welcome` holds changes since the leader's cursor; other tabs have other cursors and get the whole inbox.
    const repeated = frame.type === 'welcome' ? this.deps.snapshot() : frame;
    if (repeated) this.post({ type: 'frame', frame: repeated });
  }

  heard(message: TabMessage): void {
    if (this.disposed || this.alone) return;
    switch (message.type) {
      case 'hi':
        this.welcomeTab(message.from);
        break;
      case 'bye':
        this.watched.delete(message.from);
        this.setTabVisible(message.from, false);
        break;
      case 'frame':
        if (!this.own && (message.to === undefined || message.to === this.deps.tabId)) this.deps.onFrame(message.frame);
        break;
      case 'status':
        if (!this.own) this.follow(message.status);
        break;
      case 'up':
        if (this.own) this.forward(message.frame, message.from);
        break;
      case 'poke':
        if (message.why === 'use') this.own?.poke('use');
        else this.setTabVisible(message.from, message.why === 'visible');
        break;
      case 'whoLooks':
        if (this.deps.isVisible()) this.post({ type: 'poke', why: 'visible' });
        break;
      case 'outbox':
        this.deps.onOutbox(message.event);
        break;
      case 'signedOut':
        this.deps.onSignedOut();
        break;
      default:
        message satisfies never;
    }
  }

  /** While the socket is blocked, every tab that is shown asks when the leader does: its cursor is its own. */
  private follow(status: ConnectionStatus): void {
    const before = this.shown.peek();
    this.shown.value = status;
    if (status.state !== 'blocked' || !this.deps.isVisible()) return;
    // The answer tells the leader alone whether HTTP works.
    if (before.state !== 'blocked' || before.askedAt !== status.askedAt) void this.deps.refresh();
  }

  /** Records whether another tab is visible, and passes on whether any is. */
  private setTabVisible(tabId: string, look: boolean): void {
    if (!this.own) return;
    if (look) this.visibleTabs.add(tabId);
    else if (!this.visibleTabs.delete(tabId) || this.visibleTabs.size > 0) return;
    this.own.setOthersVisible(look);
  }

  private welcomeTab(to: string): void {
    if (!this.own) return;
    this.post({ type: 'status', status: this.shown.peek() });
    const frame = this.deps.snapshot();
    if (frame && this.shown.peek().state === 'online') this.post({ type: 'frame', frame, to });
    this.deps.onOutboxStale();
  }

  /** Sends a frame of any tab. `watch` frames of all tabs are merged. */
  private forward(frame: Up, from: string): boolean {
    // The hub sends a draft to the user's other connections, so the other tabs of this one get it here.
    if (frame.type === 'draft') this.repeat(frame, from);
    if (frame.type !== 'watch') return this.own?.send(frame) ?? false;
    this.watched.set(from, frame.userIds);
    const userIds = [...new Set([...this.watched.values()].flat())].slice(0, WATCH_MAX);
    return this.own?.send({ type: 'watch', userIds }) ?? false;
  }

  private repeat(frame: Extract<Up, { type: 'draft' }>, from: string): void {
    this.post({ type: 'frame', frame });
    if (from !== this.deps.tabId) this.deps.onFrame(frame);
  }

  private post(body: TabMessageBody): void {
    if (this.disposed || this.alone) return;
    try {
      this.deps.channel.post({ ...body, from: this.deps.tabId });
    } catch {}
  }
}
