import { vi } from 'vitest';
import type { TimelineMessage } from '../../web/model/timeline';
import { type History, type Intended, judge, type LogRow, type Shown, type Verdict } from './checker';
import { type Sabotage, SimD1 } from './d1';
import { Device } from './device';
import type { Fate, Faults } from './network';
import { Platform } from './platform';

export const USERS = ['ann', 'ben'] as const;
const DEVICES_PER_USER = 3;
const CONVERSATION = '0dsimulated';
const START = 1_800_000_000_000;

/** What may happen; `who` counts through all devices. */
export type Command =
  | {
      readonly type: 'send' | 'read' | 'edit' | 'react' | 'recall' | 'offline' | 'vanish' | 'online' | 'reload' | 'crash';
      readonly who: number;
    }
  | { readonly type: 'evict' | 'killHub'; readonly user: number }
  | { readonly type: 'killAll' | 'killLedger' | 'storm' | 'calm' | 'd1Before' | 'd1After' }
  | { readonly type: 'clock'; readonly who: number; readonly byMs: number }
  | { readonly type: 'wait'; readonly ms: number };

/** How often each fault really happened. */
export type Counts = Record<string, number>;

/** mulberry32: small, and the same everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

let database: SimD1 | undefined;
let pagesMiss = false;
const weather = { delayMs: () => 1, fails: (): 'before' | 'after' | undefined => undefined };

/** Disables a guarantee that the product relies on, until the next call; undefined: none. `pages`: pages silently miss entries (SYNC-5). */
export function sabotage(what: Sabotage | 'pages' | undefined): void {
  database = new SimD1(weather);
  pagesMiss = what === 'pages';
  if (what !== undefined && what !== 'pages') database.sabotageBy(what);
}

/** Two users with three devices each, one conversation, and every fault between them. */
export class World {
  readonly counts: Counts = {};
  readonly devices: Device[] = [];
  private readonly intended: Intended[] = [];
  private readonly recalled = new Set<string>();
  private readonly db: SimD1;
  private readonly platform: Platform;
  private readonly random: () => number;
  private stormy = false;
  private failing: 'before' | 'after' | undefined;
  private said = 0;

  constructor(seed: number) {
    this.random = seeded(seed);
    database ??= new SimD1(weather);
    this.db = database;
    this.db.clear();
    weather.delayMs = () => 1 + Math.floor(this.random() * 4);
    weather.fails = () => {
      const fails = this.failing;
      this.failing = undefined;
      if (fails) this.count(`d1 failed ${fails} commit`);
      return fails;
    };
    this.platform = new Platform(this.db, { SEND_RATE_PER_S: '1000', SEND_BURST: '10000' }, () => Math.floor(this.random() * 3));
    const insert = (sql: string, ...values: string[]) => this.db.prepare(sql).bind(...values);
    this.db.now([
      ...USERS.map((id) =>
        insert(
          `INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) VALUES (?1, ?1, ?1, ?1, '', 0, 0)`,
          id,
        ),
      ),
      ...USERS.map((id) =>
        insert('INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at) VALUES (?1, ?1, 0, 9e14, 9e14)', id),
      ),
      insert(`INSERT INTO conversations (id, kind, member_count, changed_at, created_at) VALUES (?1, 'direct', 2, 0, 0)`, CONVERSATION),
      ...USERS.map((id) =>
        insert(
          `INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at) VALUES (?1, ?2, 'member', 0, 0)`,
          CONVERSATION,
          id,
        ),
      ),
    ]);
    for (const userId of USERS) for (let i = 1; i <= DEVICES_PER_USER; i++) this.devices.push(this.device(userId, `${userId}${i}`));
  }

  private device(userId: string, deviceId: string): Device {
    const faults: Faults = { delayMs: () => 1 + Math.floor(this.random() * (this.stormy ? 60 : 10)), fate: (_, text) => this.fate(text) };
    const { platform, db, random } = this;
    return new Device({ platform, db, userId, deviceId, conversationId: CONVERSATION, faults, random, uuid: () => this.uuid(), pagesMiss });
  }

  private uuid(): string {
    const hex = Array.from({ length: 32 }, () => Math.floor(this.random() * 16).toString(16)).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  private fate(text: string): Fate {
    const dice = this.random();
    const isAck = text.startsWith('{"type":"messageAck"');
    if (isAck && dice < (this.stormy ? 0.3 : 0.1)) return this.counted('ack dropped', 'drop');
    if (!this.stormy) return 'pass';
    // What nobody acks and nobody repeats is lost with its connection only, as TCP has it; the next sync makes up for it.
    if (text.startsWith('{"type":"receipt"')) return 'pass';
    if (dice < 0.08) return this.counted('frame dropped', 'drop');
    if (dice < 0.16) return this.counted('frame doubled', 'twice');
    return dice < 0.24 ? this.counted('frame late', 'late') : 'pass';
  }

  private counted(what: string, fate: Fate): Fate {
    this.count(what);
    return fate;
  }

  async open(): Promise<void> {
    for (const device of this.devices) await device.open();
    await this.pass(500);
  }

  /** Advances virtual time. */
  async pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
  }

  async run(command: Command): Promise<void> {
    switch (command.type) {
      case 'wait':
        return this.pass(command.ms);
      case 'storm':
        this.stormy = true;
        break;
      case 'calm':
        this.stormy = false;
        break;
      case 'd1Before':
        this.failing = 'before';
        break;
      case 'd1After':
        this.failing = 'after';
        break;
      case 'killAll':
        this.count('everything killed');
        this.platform.killAll();
        break;
      case 'killLedger':
        this.count('ledger killed');
        this.platform.killLedger();
        break;
      case 'evict':
        if (this.platform.evict(USERS[command.user % USERS.length] ?? 'ann')) this.count('hub evicted');
        break;
      case 'killHub':
        this.count('hub killed');
        this.platform.killHub(USERS[command.user % USERS.length] ?? 'ann');
        break;
      case 'clock':
        this.count('clock stepped');
        this.deviceOf(command.who).clockErrorMs += command.byMs;
        break;
      default:
        await this.act(command.type, this.deviceOf(command.who));
    }
    await this.pass(1 + Math.floor(this.random() * 30));
  }

  private deviceOf(who: number): Device {
    const device = this.devices[who % this.devices.length];
    if (!device) throw new Error('no devices');
    return device;
  }

  private async act(type: Exclude<Extract<Command, { who: number }>['type'], 'clock'>, device: Device): Promise<void> {
    switch (type) {
      case 'send': {
        const text = `${device.name} ${++this.said}`;
        this.intended.push({ userId: device.userId, deviceId: device.name, text });
        return device.send(text);
      }
      case 'read':
        return device.read();
      case 'edit':
      case 'react':
      case 'recall':
        return this.change(type, device);
      case 'offline':
      case 'vanish':
        this.count(type === 'offline' ? 'cut, noticed' : 'cut, unnoticed');
        return device.goOffline(type === 'offline');
      case 'online':
        return device.goOnline();
      case 'reload':
      case 'crash':
        this.count(type === 'reload' ? 'page reloaded' : 'page killed');
        device.leave(type === 'reload');
        await this.pass(5);
        return device.open();
    }
  }

  /** An edit to the same text goes all the way and changes nothing that the checker looks for. */
  private change(type: 'edit' | 'react' | 'recall', device: Device): void {
    const target = device.newest((row) => (type === 'react' ? true : row.mine && row.body.kind === 'text'));
    if (target?.seq === undefined) return;
    if (type === 'react') device.react(target.seq, '👍', this.random() < 0.7);
    if (target.body.kind !== 'text') return;
    if (type === 'edit') device.edit(target.seq, target.body.text);
    if (type !== 'recall') return;
    this.recalled.add(target.body.text);
    device.recall(target.seq);
  }

  /** Ends all faults, waits until everything has settled, and checks what every device and a fresh device per user shows. */
  async settle(): Promise<{ verdict: Verdict; history: History }> {
    this.stormy = false;
    this.failing = undefined;
    for (const device of this.devices) device.goOnline();
    await this.pass(100_000);
    for (const device of this.devices) device.goOnline();
    await this.pass(30_000);
    const fresh = USERS.map((userId) => this.device(userId, `${userId}-fresh`));
    for (const device of fresh) await device.open();
    await this.pass(3000);
    const views: History['views'][number][] = [];
    for (const device of [...this.devices, ...fresh]) {
      const reading = device.all();
      await this.pass(3000);
      views.push({ device: device.name, userId: device.userId, rows: (await reading).flatMap(toShown), unread: device.unread() });
    }
    const glitches = [...this.devices, ...fresh].flatMap((device) => device.glitches);
    const history = { intended: this.intended, recalled: this.recalled, log: this.log(), views, unread: this.recount(), glitches };
    for (const device of [...this.devices, ...fresh]) device.leave(true);
    this.platform.killAll();
    await this.pass(10_000);
    return { verdict: judge(history), history };
  }

  private log(): LogRow[] {
    const [answer] = this.db.now([
      this.db.prepare(`SELECT row_number() OVER (ORDER BY seq) AS seq, n, sender_id AS senderId, client_msg_id AS clientMsgId, coalesce(json_extract(body, '$.text'), 'recalled') AS text
        FROM entries WHERE kind = 'message' ORDER BY entries.seq`),
    ]);
    return (answer?.results ?? []) as unknown as LogRow[];
  }

  private recount(): Record<string, number> {
    const [answer] = this.db.now([
      this.db.prepare(
        `SELECT m.user_id AS id, (SELECT count(*) FROM entries e WHERE e.kind = 'message' AND e.seq > m.read_seq) AS unread FROM memberships m`,
      ),
    ]);
    return Object.fromEntries((answer?.results ?? []).map((row) => [String(row.id), Number(row.unread)]));
  }
}

let shownSeq = 0;

function toShown(row: TimelineMessage, i: number): Shown[] {
  if (i === 0) shownSeq = 0;
  const text = row.body.kind === 'text' ? row.body.text : row.body.kind;
  const state = JSON.stringify([row.editedAt, row.recalledAt, row.reactions]);
  return [{ key: row.key, seq: row.seq === undefined ? undefined : ++shownSeq, text, state }];
}

export function beginTime(): void {
  vi.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
}
