import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Down } from '../../protocol/down';
import { applyInbox, emptyInbox, type Inbox, unreadTotal } from '../../web/inbox/inbox';
import { readInbox } from '../../worker/store/inbox';
import { Client, direct, env } from './people';
import { call, group, type Speaker, speaker } from './talk';

/** Sequences and their greatest length. */
const RUNS = 50;
const COMMANDS_MAX = 40;
/** How long a device is given to show what is so, ms: one that is not told never does. */
const PATIENCE_MS = 60_000;

interface Badge {
  readonly total: number;
  readonly unread: Readonly<Record<string, number>>;
  readonly archived: readonly string[];
}

/** One of a person's devices: the web app's own rules, folded over what comes down the socket. */
class Device {
  private inbox: Inbox;
  private folded = 0;

  private constructor(
    private readonly who: Speaker,
    readonly client: Client,
  ) {
    this.inbox = emptyInbox(who.id);
  }

  static async connect(who: Speaker): Promise<Device> {
    return new Device(who, await Client.connect(who));
  }

  badge(): Badge {
    for (; this.folded < this.client.frames.length; this.folded++) {
      const frame = this.client.frames[this.folded];
      if (frame) this.fold(frame);
    }
    const shown = [...this.inbox.entries.values()].filter(({ summary }) => !summary.removed);
    return {
      total: unreadTotal(this.inbox, Date.now()),
      unread: Object.fromEntries(shown.map(({ summary }) => [summary.id, summary.unread])),
      archived: shown
        .filter(({ summary }) => summary.archived)
        .map(({ summary }) => summary.id)
        .sort(),
    };
  }

  private fold(frame: Down): void {
    switch (frame.type) {
      case 'welcome':
        this.inbox = applyInbox(this.inbox, { type: 'inbox', inbox: frame });
        return;
      case 'message':
        this.inbox = applyInbox(this.inbox, { type: 'message', message: frame.message });
        return;
      case 'change':
        this.inbox = applyInbox(this.inbox, { type: 'change', change: frame.change });
        return;
      case 'conversation':
        this.inbox = applyInbox(this.inbox, { type: 'conversation', conversation: frame.conversation });
        return;
      case 'receipt':
        this.inbox = applyInbox(this.inbox, { type: 'receipt', receipt: frame });
        return;
      case 'sendAck': {
        const { type: _, ...ack } = frame;
        const message = { ...ack, senderId: this.who.id, body: { kind: 'text' as const, text: 'x' } };
        this.inbox = applyInbox(this.inbox, { type: 'message', message });
        return;
      }
      default:
        return;
    }
  }
}

type Command =
  | {
      readonly do: 'send';
      readonly by: 'ann' | 'carol' | 'ben';
      readonly device: number;
      readonly toGroup: boolean;
      readonly names: boolean;
    }
  | { readonly do: 'read'; readonly device: number; readonly toGroup: boolean; readonly back: number }
  | { readonly do: 'mute'; readonly toGroup: boolean; readonly on: boolean }
  | { readonly do: 'archive'; readonly toGroup: boolean; readonly on: boolean }
  | { readonly do: 'recall' | 'clear' | 'kick' | 'leave' | 'add' | 'rename' | 'reload' };

const device = fc.integer({ min: 0, max: 2 });
const toGroup = fc.boolean();
const command = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('send'), by: fc.constantFrom('ann', 'carol', 'ben'), device, toGroup, names: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('read'), device, toGroup, back: fc.integer({ min: -1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('mute', 'archive'), toGroup, on: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('recall', 'clear', 'kick', 'leave', 'add', 'add', 'rename', 'reload') }) },
) as fc.Arbitrary<Command>;

describe('unread on three devices', () => {
  test('READ-4 READ-5 every device comes to show the recount after every command', async () => {
    let commands = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: COMMANDS_MAX, size: 'max' }), async (sequence) => {
        const [ann, ben, carol] = [await speaker('Ann'), await speaker('Ben'), await speaker('Carol')];
        const ids = { group: await group(ann, [ben, carol]), direct: await direct(ann, ben) };
        const [a, c] = [await Client.connect(ann), await Client.connect(carol)];
        const devices = [await Device.connect(ben), await Device.connect(ben), await Device.connect(ben)];
        const at = (path: string) => `/api/conversations/${ids.group}${path}`;

        const stored = async (client: Client, frame: Parameters<Client['send']>[0] & { clientMsgId: string }) => {
          client.send(frame);
          await client.until(() => client.frames.find((down) => 'clientMsgId' in down && down.clientMsgId === frame.clientMsgId));
        };
        const run = async (one: Command): Promise<void> => {
          const clientMsgId = crypto.randomUUID();
          switch (one.do) {
            case 'send': {
              const conversationId = one.toGroup || one.by === 'carol' ? ids.group : ids.direct;
              const client = { ann: a, carol: c, ben: devices[one.device]?.client ?? a }[one.by];
              const mentions = one.names ? [ben.id, ...(one.by === 'ann' && one.toGroup ? ['*'] : [])] : [];
              return stored(client, { type: 'send', clientMsgId, conversationId, body: { kind: 'text', text: 'x', mentions } });
            }
            case 'read': {
              const conversationId = one.toGroup ? ids.group : ids.direct;
              const { conversations } = await readInbox(env.DB, ben.id, undefined);
              const last = conversations.find(({ id }) => id === conversationId)?.lastSeq ?? 1;
              devices[one.device]?.client.send({ type: 'read', conversationId, seq: Math.max(1, last - one.back) });
              return;
            }
            case 'mute':
              await call(ben, 'PATCH', `/api/conversations/${one.toGroup ? ids.group : ids.direct}/membership`, {
                mutedUntil: one.on ? Date.now() + 9e9 : null,
              });
              return;
            case 'archive':
              await call(ben, 'PATCH', `/api/conversations/${one.toGroup ? ids.group : ids.direct}/membership`, { archived: one.on });
              return;
            case 'recall': {
              const ack = a.of('sendAck').at(-1);
              if (ack)
                await stored(a, {
                  type: 'change',
                  clientMsgId,
                  conversationId: ack.conversationId,
                  change: { kind: 'recall', targetSeq: ack.seq },
                });
              return;
            }
            case 'clear':
              await call(ben, 'DELETE', at('/history'));
              return;
            case 'kick':
              await call(ann, 'DELETE', at(`/members/${ben.id}`));
              return;
            case 'leave':
              await call(ben, 'DELETE', at(`/members/${ben.id}`));
              return;
            case 'add':
              await call(ann, 'POST', at('/members'), { userIds: [ben.id] });
              return;
            case 'rename':
              await call(ann, 'PATCH', at(''), { title: `t${commands}` });
              return;
            case 'reload': {
              devices[0]?.client.socket.close(1000, 'reload');
              devices[0] = await Device.connect(ben);
              return;
            }
            default:
              return one satisfies never;
          }
        };

        for (const one of sequence) {
          commands++;
          await run(one);
          const from = Date.now();
          for (;;) {
            const { conversations, unreadTotal: total } = await readInbox(env.DB, ben.id, undefined);
            const there = conversations.filter(({ removed }) => !removed);
            const truth: Badge = {
              total,
              unread: Object.fromEntries(there.map(({ id, unread }) => [id, unread])),
              archived: there
                .filter(({ archived }) => archived)
                .map(({ id }) => id)
                .sort(),
            };
            const shown = devices.map((one) => one.badge());
            if (shown.every((badge) => JSON.stringify(sorted(badge)) === JSON.stringify(sorted(truth)))) break;
            if (Date.now() - from > PATIENCE_MS) expect({ after: one, shown }).toEqual({ after: one, shown: [truth, truth, truth] });
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        }
        for (const client of [a, c, ...devices.map((one) => one.client)]) client.socket.close(1000, 'done');
      }),
      { numRuns: RUNS, seed: 20261121, endOnFailure: true },
    );
    console.log(`${RUNS} sequences, ${commands} commands on three devices`);
  });
});

const sorted = ({ total, unread, archived }: Badge) => [total, Object.entries(unread).sort(), archived];
