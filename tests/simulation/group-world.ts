import { vi } from 'vitest';
import { announceWith } from '../../worker/messaging/announce';
import { FanOut } from '../../worker/messaging/fan-out';
import type { HubItem } from '../../worker/platform/rpc';
import { executeGroupCommand, type Step } from '../../worker/store/groups/group-commands';
import { ADD, REMOVE } from '../../worker/store/groups/members';
import { after, type SimD1 } from './d1';
import { Device } from './device';
import type { Faults } from './network';
import { Platform } from './platform';
import { type Counts, seeded } from './world';

const OWNER = 'ann';
const GUEST = 'cleo';
const USERS = [OWNER, 'ben', 'dora', GUEST] as const;
/** One batch is under way at a time, so of three people who speak at once two share the next. */
const DEVICES = ['ann1', 'ann2', 'ben1', 'dora1', 'cleo1'] as const;
const GROUP = '0gsimulated';

/** What may happen in a group; `who` counts through its devices. */
export type GroupCommand =
  | { readonly type: 'send'; readonly who: number }
  /** Everybody speaks in the same moment: their messages share batches. */
  | { readonly type: 'burst' }
  /** The next ack of a send to this device is lost: it repeats the message. `beside`: in that moment the others speak, so that batches hold both. */
  | { readonly type: 'loseAck'; readonly who: number; readonly beside: boolean }
  /** The next batch is stored and its answer lost: whoever sent repeats. */
  | { readonly type: 'd1After' }
  /** The next pushes of messages to this device are left out, each with a `behind` in its place; `unanswered`: and then HTTP fails once. */
  | { readonly type: 'behind'; readonly who: number; readonly pushes: 1 | 2; readonly unanswered: boolean }
  | { readonly type: 'join' | 'remove' }
  | { readonly type: 'wait'; readonly ms: number };

/** A group that somebody joins while messages are repeated; the links stand all the time, so that nothing but pushes tells of messages. */
export class GroupWorld {
  readonly counts: Counts = {};
  private readonly devices: Device[];
  private readonly platform: Platform;
  private readonly random: () => number;
  private readonly losesAck = new Set<string>();
  /** Devices beside whose next repeat the others speak. */
  private readonly besideRepeat = new Set<string>();
  private readonly sent = new Set<string>();
  private readonly behind = new Map<string, number>();
  private readonly unanswered = new Set<string>();
  private failsNext = false;
  private said = 0;
  private events = 0;

  constructor(
    seed: number,
    private readonly db: SimD1,
  ) {
    this.random = seeded(seed);
    db.clear();
    // A batch that takes long is what lets others share the next.
    db.weather.delayMs = () => (this.random() < 0.5 ? 30 : 1 + Math.floor(this.random() * 4));
    db.weather.fails = () => {
      const fails = this.failsNext;
      this.failsNext = false;
      return fails ? 'after' : undefined;
    };
    this.platform = new Platform(db, { SEND_RATE_PER_S: '1000', SEND_BURST: '10000' }, () => Math.floor(this.random() * 3));
    const insert = (sql: string, ...values: string[]) => db.prepare(sql).bind(...values);
    db.now([
      ...USERS.flatMap((id) => [
        insert(
          `INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) VALUES (?1, ?1, ?1, ?1, '', 0, 0)`,
          id,
        ),
        insert('INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at) VALUES (?1, ?1, 0, 0, 9e14)', id),
      ]),
      insert(`INSERT INTO conversations (id, kind, title, member_count, changed_at, created_at) VALUES (?1, 'group', 'g', 3, 0, 0)`, GROUP),
      ...USERS.filter((id) => id !== GUEST).map((id) =>
        insert(
          'INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at) VALUES (?1, ?2, ?3, 0, 0)',
          GROUP,
          id,
          id === OWNER ? 'owner' : 'member',
        ),
      ),
    ]);
    this.devices = DEVICES.map((deviceId) => this.device(deviceId));
  }

  private device(deviceId: string): Device {
    const { platform, db, random } = this;
    const faults: Faults = {
      delayMs: () => 1 + Math.floor(this.random() * 10),
      fate: (direction, text) => {
        if (direction === 'up') this.heard(deviceId, text);
        if (direction === 'up' || !text.startsWith('{"type":"sendAck"') || !this.losesAck.delete(deviceId)) return 'pass';
        this.count('ack lost');
        return 'drop';
      },
      instead: (text) => {
        const left = this.behind.get(deviceId) ?? 0;
        const tid = left > 0 ? /^\{"type":"message","tid":(\d+),/.exec(text)?.[1] : undefined;
        if (tid === undefined) return text;
        this.behind.set(deviceId, left - 1);
        this.count('push left out');
        return JSON.stringify({ type: 'behind', tid: Number(tid), conversationIds: [GROUP] });
      },
      httpFails: () => {
        if ((this.behind.get(deviceId) ?? 0) > 0 || !this.unanswered.delete(deviceId)) return false;
        this.count('answer 503');
        return true;
      },
    };
    const userId = deviceId.slice(0, -1);
    return new Device({ platform, db, userId, deviceId, conversationId: GROUP, faults, random, uuid: () => this.uuid(), pagesMiss: false });
  }

  /** A frame that a device sends. */
  private heard(deviceId: string, text: string): void {
    if (!text.startsWith('{"type":"send"')) return;
    const { clientMsgId } = JSON.parse(text) as { clientMsgId: string };
    if (!this.sent.has(clientMsgId)) this.sent.add(clientMsgId);
    else if (this.besideRepeat.delete(deviceId)) {
      this.count('said beside a repeat');
      // Not the guest: the ack of their own message would tell them that they lack one.
      for (const [who, other] of DEVICES.entries()) if (other !== deviceId && !other.startsWith(GUEST)) this.say(who);
    }
  }

  private uuid(): string {
    const hex = Array.from({ length: 32 }, () => Math.floor(this.random() * 16).toString(16)).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  private count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  async open(): Promise<void> {
    for (const device of this.devices) await device.open();
    await vi.advanceTimersByTimeAsync(500);
  }

  async run(command: GroupCommand): Promise<void> {
    switch (command.type) {
      case 'send':
        this.say(command.who);
        break;
      case 'burst':
        for (const who of DEVICES.keys()) this.say(who);
        break;
      case 'loseAck': {
        const deviceId = DEVICES[command.who % DEVICES.length] ?? OWNER;
        this.losesAck.add(deviceId);
        if (command.beside) this.besideRepeat.add(deviceId);
        break;
      }
      case 'behind': {
        const deviceId = DEVICES[command.who % DEVICES.length] ?? OWNER;
        this.behind.set(deviceId, command.pushes);
        if (command.unanswered) this.unanswered.add(deviceId);
        break;
      }
      case 'd1After':
        this.count('answer of D1 lost');
        this.failsNext = true;
        break;
      case 'join':
        await this.change(ADD, { userIds: [GUEST] });
        break;
      case 'remove':
        await this.change(REMOVE, { userId: GUEST });
        break;
      case 'wait':
        await vi.advanceTimersByTimeAsync(command.ms);
        break;
      default:
        command satisfies never;
    }
    await vi.advanceTimersByTimeAsync(Math.floor(this.random() * 20));
  }

  private say(who: number): void {
    const device = this.devices[who % this.devices.length];
    if (!device || (device.userId === GUEST && !this.guest().isIn)) return;
    device.send(`${device.name} ${++this.said}`);
  }

  /** As `worker/http` does it: the command, and then its news to those who are there. */
  private async change(step: Step, args: Record<string, unknown>): Promise<void> {
    const db = this.db as unknown as D1Database;
    // A command whose answer is lost tells nobody: that is the next sync's to heal, and not looked at here.
    const { failsNext } = this;
    this.failsNext = false;
    const act = { conversationId: GROUP, actorId: OWNER, args, steps: [step], audience: step === ADD ? 'after' : 'before' } as const;
    const hub = (userId: string) => ({
      deliver: async (items: HubItem[]) =>
        void (await this.platform.hub(userId).call((instance) => instance.deliver(structuredClone(items)))),
    });
    const fanOut = new FanOut({ hub, sleep: after, random: this.random, onGivenUp: () => this.count('given up') });
    // Time passes below, so nobody waits for it here.
    void (async () => {
      const { messages, audience } = await executeGroupCommand(db, act, () => `event-${++this.events}`);
      if (messages.length === 0) return;
      this.count(step === ADD ? 'joined' : 'removed');
      const newcomers = step === ADD ? [GUEST] : [];
      await announceWith(fanOut, db, { conversationId: GROUP, messages, audience, summariesFor: audience, newcomers });
    })().catch(() => this.count('command failed'));
    await vi.advanceTimersByTimeAsync(300);
    this.failsNext = failsNext;
  }

  private guest(): { readonly isIn: boolean; readonly visibleAfter: number; readonly leftSeq: number } {
    const statement = this.db
      .prepare('SELECT visible_after_seq AS after, left_seq AS leftSeq FROM memberships WHERE user_id = ?1')
      .bind(GUEST);
    const row = this.db.now([statement])[0]?.results[0];
    if (!row) return { isIn: false, visibleAfter: 0, leftSeq: 0 };
    return { isIn: row.leftSeq === null, visibleAfter: Number(row.after), leftSeq: Number(row.leftSeq ?? Number.MAX_SAFE_INTEGER) };
  }

  /**
   * Waits until every repeat has been answered, and says what a device lacks or shows too much. Nothing connects anew: what a push did not bring, nothing
   * else does.
   */
  async settle(): Promise<string[]> {
    this.losesAck.clear();
    this.failsNext = false;
    await vi.advanceTimersByTimeAsync(60_000);
    const statement = this.db.prepare(
      "SELECT seq, coalesce(json_extract(body, '$.text'), 'line') AS text FROM entries WHERE kind = 'message' ORDER BY seq",
    );
    const log = (this.db.now([statement])[0]?.results ?? []) as unknown as { seq: number; text: string }[];
    const guest = this.guest();
    const wrong: string[] = [];
    for (const device of this.devices) {
      // What the guest wrote before they knew that they were out is refused.
      const kept = device.rows().filter((row) => row.status !== 'failed');
      const shown = kept.map((row) => `${row.seq} ${row.body.kind === 'text' ? row.body.text : 'line'}`);
      const isGuest = device.userId === GUEST;
      const visible = log.filter(({ seq }) => !isGuest || (seq > guest.visibleAfter && seq <= guest.leftSeq));
      const expected = visible.map(({ seq, text }) => `${seq} ${text}`);
      if (shown.join('\n') !== expected.join('\n'))
        wrong.push(`${device.name} shows\n${shown.join('\n')}\nand not\n${expected.join('\n')}`);
      // Who comes back sees the log from then on.
      wrong.push(...device.glitches.filter((glitch) => !isGuest || !glitch.includes('now ends at')));
    }
    for (const device of this.devices) device.leave(true);
    this.platform.killAll();
    await vi.advanceTimersByTimeAsync(10_000);
    return wrong;
  }
}
