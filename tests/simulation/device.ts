import { effect } from '@preact/signals';
import type { Browser } from '../../web/app/browser';
import { createApp } from '../../web/app/create-app';
import type { AppModel } from '../../web/model/app';
import type { Timeline, TimelineMessage } from '../../web/model/timeline';
import { memoryStore } from '../../web/store/memory';
import { readInbox } from '../../worker/store/inbox';
import { readPage } from '../../worker/store/log/pages';
import { after, type SimD1 } from './d1';
import { type Faults, Network } from './network';
import type { Platform } from './platform';

export interface DeviceDeps {
  readonly platform: Platform;
  readonly db: SimD1;
  readonly userId: string;
  readonly deviceId: string;
  readonly conversationId: string;
  readonly faults: Faults;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly pagesMiss: boolean;
}

/** A browser with the real app in it. What it stores outlives reloads; its clock may be wrong. */
export class Device {
  readonly network: Network;
  readonly glitches: string[] = [];
  /** What the machine's clock is wrong by; a page takes it over when it opens. */
  clockErrorMs = 0;
  private readonly kept = new Map<string, string>();
  private readonly store = memoryStore();
  private app: AppModel | undefined;
  private timeline: Timeline | undefined;
  private watching: (() => void) | undefined;
  private online: (() => void) | undefined;
  private highestSeq = 0;

  constructor(private readonly deps: DeviceDeps) {
    this.network = new Network(deps.platform, deps.userId, deps.userId, deps.faults);
    this.kept.set('magpie.device', deps.deviceId);
    this.kept.set('magpie.self', JSON.stringify(this.self()));
  }

  get name(): string {
    return this.deps.deviceId;
  }

  get userId(): string {
    return this.deps.userId;
  }

  private self() {
    return { id: this.deps.userId, name: this.deps.userId, email: `${this.deps.userId}@example.com`, settings: {} };
  }

  async open(): Promise<void> {
    this.app = createApp(this.browser());
    for (let i = 0; i < 200 && this.app.session.state.peek().state !== 'signedIn'; i++) await Promise.resolve();
    for (let i = 0; i < 200 && !this.timeline; i++) {
      await Promise.resolve();
      try {
        this.timeline = this.app.openTimeline(this.deps.conversationId);
      } catch {}
    }
    const { timeline } = this;
    if (timeline) this.watching = effect(() => this.look(timeline.rows.value));
  }

  /** Closes the page, by reload or crash. */
  leave(noticed: boolean): void {
    this.watching?.();
    this.timeline = undefined;
    this.highestSeq = 0;
    this.network.abandon(noticed);
    this.app?.dispose();
    this.app = undefined;
  }

  send(text: string): void {
    this.timeline?.send({ text });
  }

  /** The newest message of the log that is shown. */
  newest(test: (row: TimelineMessage) => boolean = () => true): TimelineMessage | undefined {
    return this.rows().findLast((row) => row.seq !== undefined && test(row));
  }

  read(): void {
    const seq = this.newest()?.seq;
    if (seq !== undefined) this.timeline?.markRead(seq);
  }

  edit(seq: number, text: string): void {
    this.timeline?.edit(seq, { text });
  }

  react(seq: number, emoji: string, on: boolean): void {
    this.timeline?.react(seq, emoji, on);
  }

  recall(seq: number): void {
    this.timeline?.recall(seq);
  }

  rows(): readonly TimelineMessage[] {
    return this.timeline?.rows.peek() ?? [];
  }

  unread(): number {
    return this.app?.inbox.items.peek().find((item) => item.id === this.deps.conversationId)?.unread ?? 0;
  }

  state(): string {
    return this.app?.connection.peek().state ?? 'gone';
  }

  /** Loads everything from the first message on. */
  async all(): Promise<readonly TimelineMessage[]> {
    await this.timeline?.jumpToEnd();
    for (let i = 0; i < 20 && this.timeline?.hasOlder.peek(); i++) await this.timeline.loadOlder();
    return this.rows();
  }

  goOffline(noticed: boolean): void {
    this.network.cut(noticed);
  }

  goOnline(): void {
    this.network.heal();
    this.online?.();
  }

  private look(rows: readonly TimelineMessage[]): void {
    const keys = new Set(rows.map((row) => row.key));
    if (keys.size !== rows.length) this.glitches.push(`${this.name} shows something twice`);
    const seqs = rows.flatMap((row) => row.seq ?? []);
    if (seqs.some((seq, i) => i > 0 && seq <= (seqs[i - 1] ?? 0))) this.glitches.push(`${this.name} shows ${seqs.join(' ')}`);
    const highest = seqs.at(-1) ?? 0;
    if (highest < this.highestSeq) this.glitches.push(`${this.name} showed ${this.highestSeq} and now ends at ${highest}`);
    this.highestSeq = Math.max(this.highestSeq, highest);
  }

  private browser(): Browser {
    const { random, uuid, db, userId } = this.deps;
    const { clockErrorMs } = this;
    return {
      clock: {
        now: () => Date.now() + clockErrorMs,
        wall: () => Date.now() + clockErrorMs,
        after(ms, work) {
          const timer = setTimeout(work, Math.max(0, ms));
          return () => clearTimeout(timer);
        },
        random,
        uuid,
      },
      fetch: async (url) => {
        await after(this.deps.faults.delayMs());
        if (!this.network.online) throw new TypeError('offline');
        const unavailable = () => new Response(JSON.stringify({ error: { code: 'unavailable' } }), { status: 503 });
        if (this.deps.faults.httpFails?.()) return unavailable();
        const { pathname, searchParams } = new URL(url, 'https://sim');
        const failed = Symbol();
        const answer = await this.answer(pathname, searchParams, db as unknown as D1Database, userId).catch(() => failed);
        await after(this.deps.faults.delayMs());
        if (!this.network.online) throw new TypeError('offline');
        if (answer === failed) return unavailable();
        return new Response(JSON.stringify(answer ?? { error: { code: 'not_found' } }), { status: answer === undefined ? 404 : 200 });
      },
      openSocket: (url, events) => this.network.openSocket(url, events),
      socketAddress: 'wss://sim/api/ws',
      keep: {
        get: (key) => this.kept.get(key) ?? null,
        set: (key, value) => void (value === null ? this.kept.delete(key) : this.kept.set(key, value)),
      },
      openStore: async () => this.store,
      deleteStore: async () => undefined,
      locks: undefined,
      openChannel: undefined,
      isVisible: () => true,
      network: () => undefined,
      watch: (told) => {
        this.online = () => told.network();
        return () => undefined;
      },
    };
  }

  /** The routes that the app asks, over the product's own reads. */
  private async answer(path: string, query: URLSearchParams, db: D1Database, userId: string): Promise<unknown> {
    const page = /^\/api\/conversations\/([^/]+)\/messages$/.exec(path);
    if (page?.[1]) {
      const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
      const range = { conversationId: page[1], after: number('after'), before: number('before'), limit: number('limit') ?? 50 };
      const found = await readPage(db, userId, null, range);
      if (this.deps.pagesMiss && found.ok) return { ...found.page, messages: found.page.messages.slice(1) };
      return found.ok ? found.page : undefined;
    }
    switch (path) {
      case '/api/auth/session':
        return { user: this.self() };
      case '/api/sync':
        return readInbox(db, userId, query.get('cursor') ?? undefined);
      case '/api/contacts':
        return { contacts: [], requests: [], blocked: [] };
      case '/api/drafts':
        return { drafts: [] };
      case '/api/users':
        return { users: [] };
      default:
        return undefined;
    }
  }
}
