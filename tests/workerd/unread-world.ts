import { expect } from 'vitest';
import { executeGroupCommand, type Step } from '../../worker/store/groups/group-commands';
import { SET } from '../../worker/store/groups/groups';
import { ADD, LEAVE, REMOVE } from '../../worker/store/groups/members';
import { clearHistory, patchMembership } from '../../worker/store/groups/membership-settings';
import { appendSends } from '../../worker/store/log/append';
import { storeChange } from '../../worker/store/log/changes';
import { raiseMarks } from '../../worker/store/log/marks';
import { directConversationId } from '../../worker/store/sql/ids';
import { env, type Person } from './people';

export type Who = 0 | 1 | 2;
export type Where = 'group' | 'direct';

/** Anna owns the group, Ben and Carol are members; the direct conversation is Anna's with Ben. */
export type Command =
  | { readonly do: 'send'; readonly who: Who; readonly where: Where; readonly mentions: readonly (Who | '*')[] }
  | { readonly do: 'repeat'; readonly who: Who }
  | { readonly do: 'read'; readonly who: Who; readonly where: Where; readonly back: number }
  | { readonly do: 'mute'; readonly who: Who; readonly where: Where; readonly on: boolean }
  | { readonly do: 'markUnread' | 'clear'; readonly who: Who; readonly where: Where }
  | { readonly do: 'recall' | 'react'; readonly who: Who; readonly back: number }
  | { readonly do: 'edit'; readonly who: Who; readonly back: number; readonly mentions: readonly (Who | '*')[] }
  | { readonly do: 'leave' | 'remove' | 'add'; readonly who: 1 | 2 }
  | { readonly do: 'block' | 'unblock'; readonly who: 0 | 1 }
  | { readonly do: 'rename' };

interface Said {
  readonly by: Who;
  readonly countable: boolean;
  readonly message: boolean;
  mentions: readonly (Who | '*')[];
  readonly clientMsgId: string;
  recalled: boolean;
}

interface Place {
  readonly id: string;
  readonly log: Said[];
  readonly members: Map<Who, { readSeq: number; visibleAfter: number; leftSeq: number | undefined; muted: boolean }>;
}

/** The expected state, kept without the database, and the commands that produce it there. */
export class World {
  readonly places: Record<Where, Place>;
  private readonly blocks = new Set<string>();
  private readonly lastSend = new Map<Who, Parameters<typeof appendSends>[1][number]>();
  private titles = 0;

  private constructor(
    readonly people: readonly Person[],
    ids: Record<Where, string>,
  ) {
    const place = (id: string, members: readonly Who[], log: Said[]): Place => ({
      id,
      log,
      members: new Map(members.map((one) => [one, { readSeq: 0, visibleAfter: 0, leftSeq: undefined, muted: false }])),
    });
    this.places = { group: place(ids.group, [0, 1, 2], [line(0)]), direct: place(ids.direct, [0, 1], []) };
  }

  static async make(): Promise<World> {
    const run = crypto.randomUUID().slice(0, 8);
    const people = ['a', 'b', 'c'].map((name) => ({ id: `${name}-${run}`, sessionId: crypto.randomUUID() }));
    const ids = { group: `0g${run}`, direct: await directConversationId(`a-${run}`, `b-${run}`) };
    const rows = JSON.stringify(people.map((one) => one.id));
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) SELECT value, value, 'x', 'x', '', 1, 1 FROM json_each(?1)`,
      ).bind(rows),
      env.DB.prepare(
        `INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at) SELECT value->>'sessionId', value->>'id', 1, 1, 9e15 FROM json_each(?1)`,
      ).bind(JSON.stringify(people)),
      env.DB.prepare(
        `INSERT INTO conversations (id, kind, title, member_count, changed_at, created_at) VALUES (?1, 'group', 't', 3, 1, 1), (?2, 'direct', '', 2, 1, 1)`,
      ).bind(ids.group, ids.direct),
      env.DB.prepare(
        `INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at) SELECT ?1, value, CASE key WHEN 0 THEN 'owner' ELSE 'member' END, 1, 1 FROM json_each(?2)`,
      ).bind(ids.group, rows),
      env.DB.prepare(
        `INSERT INTO memberships (conversation_id, user_id, role, joined_at, changed_at) SELECT ?1, value, 'member', 1, 1 FROM json_each(?2) WHERE key < 2`,
      ).bind(ids.direct, rows),
      env.DB.prepare(
        `INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, created_at) VALUES (?1, 1, 0, 1, ?2, ?1, 'message', '{"kind":"system","event":{"event":"created"}}', 1)`,
      ).bind(ids.group, people[0]?.id),
    ]);
    return new World(people, ids);
  }

  person(one: Who): Person {
    const found = this.people[one];
    if (!found) throw new Error('nobody');
    return found;
  }

  /** Countable messages in `(from, to]`. */
  private count(place: Place, from: number, to: number): number {
    return place.log.slice(from, to).filter((said) => said.countable).length;
  }

  /** The recount: unread, mentions and total of one person, from the log alone. */
  expected(one: Who) {
    let total = 0;
    const conversations = new Map<string, { unread: number; mentions: number }>();
    for (const place of Object.values(this.places)) {
      const member = place.members.get(one);
      if (!member || member.leftSeq !== undefined) continue;
      const unread = this.count(place, member.readSeq, place.log.length);
      const seen = Math.max(member.readSeq, member.visibleAfter);
      const mentions = place.log.slice(seen).filter((said) => said.mentions.some((named) => named === one || named === '*')).length;
      conversations.set(place.id, { unread, mentions });
      total += member.muted ? mentions : unread;
    }
    return { total, conversations };
  }

  async run(command: Command): Promise<void> {
    switch (command.do) {
      case 'send':
        return this.send(command.who, this.places[command.where], command.mentions);
      case 'repeat': {
        const send = this.lastSend.get(command.who);
        if (send) await appendSends(env.DB, [send]);
        return;
      }
      case 'read':
        return this.read(command.who, this.places[command.where], command.back);
      case 'mute': {
        const place = this.places[command.where];
        const member = place.members.get(command.who);
        await patchMembership(env.DB, place.id, this.person(command.who).id, { mutedUntil: command.on ? Date.now() + 9e9 : null });
        if (member && member.leftSeq === undefined) member.muted = command.on;
        return;
      }
      case 'markUnread':
        await patchMembership(env.DB, this.places[command.where].id, this.person(command.who).id, { markedUnread: true });
        return;
      case 'clear': {
        const place = this.places[command.where];
        const member = place.members.get(command.who);
        await clearHistory(env.DB, place.id, this.person(command.who).id);
        if (!member) return;
        const end = member.leftSeq ?? place.log.length;
        member.visibleAfter = end;
        member.readSeq = Math.max(member.readSeq, end);
        return;
      }
      case 'recall':
      case 'react':
        return this.change(command.do, command.who, command.back);
      case 'edit':
        return this.edit(command.who, command.back, command.mentions);
      case 'leave':
      case 'remove':
      case 'add':
        return this.come(command.do, command.who);
      case 'block':
      case 'unblock': {
        const [by, whom] = [this.person(command.who), this.person(command.who === 0 ? 1 : 0)];
        const sql =
          command.do === 'block'
            ? 'INSERT INTO blocks (user_id, blocked_id, created_at) VALUES (?1, ?2, 1) ON CONFLICT DO NOTHING'
            : 'DELETE FROM blocks WHERE user_id = ?1 AND blocked_id = ?2';
        await env.DB.prepare(sql).bind(by.id, whom.id).run();
        if (command.do === 'block') this.blocks.add(`${command.who}`);
        else this.blocks.delete(`${command.who}`);
        return;
      }
      case 'rename': {
        await this.act(0, SET.title, { title: `t${++this.titles}` });
        this.places.group.log.push(line(0));
        return;
      }
      default:
        return command satisfies never;
    }
  }

  private async send(one: Who, place: Place, mentions: readonly (Who | '*')[]): Promise<void> {
    const sender = this.person(one);
    const clientMsgId = crypto.randomUUID();
    const isGroup = place === this.places.group;
    const named = mentions.map((named) => (named === '*' ? '*' : this.person(named).id));
    const send = {
      conversationId: place.id,
      senderId: sender.id,
      sessionId: sender.sessionId,
      clientMsgId,
      body: JSON.stringify({ kind: 'text', text: 'x', mentions: named }),
      replyTo: null,
      countable: true,
      mentions: named,
    };
    const { results } = await appendSends(env.DB, [send]);
    const member = place.members.get(one);
    const everyone = mentions.includes('*') && !(isGroup && one === 0);
    const refused = !member || member.leftSeq !== undefined || everyone || (!isGroup && this.blocks.has(`${one}`));
    expect(results[0]?.ok).toBe(!refused);
    if (refused) return;
    this.lastSend.set(one, send);
    const hidden = !isGroup && this.blocks.has(one === 0 ? '1' : '0');
    const kept = mentions.filter(
      (named) => !hidden && (named === '*' || (place.members.get(named) && place.members.get(named)?.leftSeq === undefined)),
    );
    place.log.push({ by: one, countable: !hidden, message: true, mentions: kept, clientMsgId, recalled: false });
    member.readSeq = place.log.length;
  }

  private async read(one: Who, place: Place, back: number): Promise<void> {
    const seq = Math.max(1, place.log.length - back);
    const reader = this.person(one);
    await raiseMarks(env.DB, reader.id, reader.sessionId, [{ conversationId: place.id, seq }]);
    const member = place.members.get(one);
    if (member) member.readSeq = Math.max(member.readSeq, Math.min(seq, member.leftSeq ?? place.log.length, place.log.length));
  }

  private async change(kind: 'recall' | 'react', one: Who, back: number): Promise<void> {
    const place = this.places.group;
    const seq = Math.max(1, place.log.length - Math.max(0, back));
    const said = place.log[seq - 1];
    const member = place.members.get(one);
    const sender = this.person(one);
    const { result } = await storeChange(env.DB, {
      conversationId: place.id,
      senderId: sender.id,
      sessionId: sender.sessionId,
      clientMsgId: crypto.randomUUID(),
      change: kind === 'recall' ? { kind, targetSeq: seq } : { kind: 'reaction', targetSeq: seq, emoji: '👍', on: true },
    });
    const visible = member && member.leftSeq === undefined && said && seq > member.visibleAfter;
    if (!result.ok) {
      // Refused for a reason that the model need not know; unless it is one's own message, still there to take back.
      expect(kind === 'recall' && visible && said.message && said.clientMsgId !== '' && said.by === one).toBeFalsy();
      return;
    }
    expect(visible).toBeTruthy();
    place.log.push({ ...line(one), message: false });
    if (kind === 'recall' && said) {
      said.recalled = true;
      said.mentions = [];
    }
  }

  private async edit(one: Who, back: number, mentions: readonly (Who | '*')[]): Promise<void> {
    const place = this.places.group;
    const seq = Math.max(1, place.log.length - Math.max(0, back));
    const said = place.log[seq - 1];
    const member = place.members.get(one);
    const sender = this.person(one);
    const named = mentions.map((name) => (name === '*' ? '*' : this.person(name).id));
    const { result } = await storeChange(env.DB, {
      conversationId: place.id,
      senderId: sender.id,
      sessionId: sender.sessionId,
      clientMsgId: crypto.randomUUID(),
      change: { kind: 'edit', targetSeq: seq, body: { kind: 'text', text: 'y', mentions: named } },
    });
    const mine = said?.message && said.clientMsgId !== '' && said.by === one && !said.recalled;
    const may = mine && member && member.leftSeq === undefined && seq > member.visibleAfter && !(mentions.includes('*') && one !== 0);
    expect(result.ok).toBe(Boolean(may));
    if (!may) return;
    place.log.push({ ...line(one), message: false });
    said.mentions = mentions.filter((name) => name === '*' || place.members.get(name)?.leftSeq === undefined);
  }

  private async come(kind: 'leave' | 'remove' | 'add', one: 1 | 2): Promise<void> {
    const place = this.places.group;
    const member = place.members.get(one);
    const isIn = member?.leftSeq === undefined;
    const step = { leave: LEAVE, remove: REMOVE, add: ADD }[kind];
    const id = this.person(one).id;
    const messages = await this.act(kind === 'leave' ? one : 0, step, { userId: id, userIds: [id] });
    const blocked = kind === 'add' && one === 1 && this.blocks.has('1');
    const happens = kind === 'add' ? !isIn && !blocked : isIn;
    expect(messages).toBe(happens ? 1 : 0);
    if (!happens || !member) return;
    place.log.push(line(kind === 'leave' ? one : 0));
    if (kind !== 'add') {
      member.leftSeq = place.log.length;
      return;
    }
    member.leftSeq = undefined;
    member.readSeq = place.log.length;
    member.visibleAfter = place.log.length - 1;
  }

  private async act(one: Who, step: Step, args: Record<string, unknown>): Promise<number> {
    const act = { conversationId: this.places.group.id, actorId: this.person(one).id, args, steps: [step], audience: 'after' } as const;
    return (await executeGroupCommand(env.DB, act, () => crypto.randomUUID())).messages.length;
  }
}

function line(by: Who): Said {
  return { by, countable: false, message: true, mentions: [], clientMsgId: '', recalled: false };
}
