import { randomUUID } from 'node:crypto';
import { addDirects, addGroup } from '../support/people.ts';
import { sleep, until } from '../support/waiting.ts';
import { findings, type Outcome, type Scenario, scaled } from './outcome.ts';
import { inWorld } from './world.ts';

const SOCKETS = 10;
const REPEATS = 100;
const ANSWER_MS = 120_000;

/** Sends one clientMsgId repeatedly from ten sockets at once, then the same id with other content. */
export const idempotency: Scenario = ({ seed, scale }) =>
  inWorld(seed, 2, {}, async (world): Promise<Outcome> => {
    const repeats = scaled(REPEATS, scale);
    const [conversationId = ''] = await addDirects(world.server, [['u0', 'u1']]);
    const clients = Array.from({ length: SOCKETS }, (_, i) => world.client(0, `socket ${i}`));
    await Promise.all(clients.map((client) => client.join()));
    const clientMsgId = randomUUID();
    const send = (text: string) => {
      for (const client of clients) client.transmit({ type: 'send', clientMsgId, conversationId, body: { kind: 'text', text } });
    };
    const acks = () => clients.flatMap((client) => client.acked);
    const conflicts = () => clients.reduce((sum, client) => sum + (client.counts.errors.get('conflict') ?? 0), 0);
    for (let i = 0; i < repeats; i++) send('said once');
    await until(() => acks().length >= repeats * SOCKETS, 'every answer', ANSWER_MS).catch(() => {});
    for (let i = 0; i < repeats; i++) send('said otherwise');
    await until(() => conflicts() >= repeats * SOCKETS, 'every refusal', ANSWER_MS).catch(() => {});
    const stored = await world.stored();
    const answers = new Set(acks().map(({ seq }) => seq)).size;
    const wrong = (is: number, name: string, expected: number) => (is === expected ? [] : [`${is} ${name} instead of ${expected}`]);
    return {
      scenario: 'idempotency',
      promise: 'SEND-3, SEND-4: one clientMsgId is one row and one answer; other content is refused',
      seed,
      asked: { repeats: repeats * SOCKETS },
      happened: { repeats: acks().length },
      figures: { rows: stored.length, differentAnswers: answers, conflicts: conflicts() },
      problems: [
        ...wrong(stored.length, 'rows', 1),
        ...wrong(answers, 'different answers', 1),
        ...wrong(conflicts(), 'conflicts', repeats * SOCKETS),
      ],
    };
  });

const SENDERS = 8;
const MESSAGES_EACH = 1250;
const REPEATED = 1000;
const PAUSE_MS = 20;
const DELAY_MS = 300;
const UNSENT_MAX = 40;
const HEAL_MS = 120_000;
const GROUP = '0gcrowd';

/** Eight people write into one conversation at once, frames come late by up to 300 ms, and stored messages are sent again. */
export const concurrency: Scenario = ({ seed, scale }) =>
  inWorld(seed, SENDERS, {}, async (world): Promise<Outcome> => {
    const each = scaled(MESSAGES_EACH, scale);
    const repeated = scaled(REPEATED, scale);
    await addGroup(
      world.server,
      GROUP,
      world.people.map(({ id }) => id),
    );
    const clients = world.people.map((_, i) => world.client(i, `sender ${i}`));
    await Promise.all(clients.map((client) => client.join()));
    world.proxy.faults = { ...world.proxy.faults, delayMs: DELAY_MS };
    let repeats = 0;
    await Promise.all(
      clients.map(async (client) => {
        const said: { clientMsgId: string; text: string }[] = [];
        for (let i = 0; i < each; i++) {
          while (client.outbox.size >= UNSENT_MAX) await sleep(5);
          const text = `${client.name}: ${i}`;
          said.push({ clientMsgId: client.say(GROUP, text), text });
          const again = world.random() < repeated / (each * SENDERS) ? said[Math.floor(world.random() * said.length)] : undefined;
          if (
            again &&
            client.transmit({
              type: 'send',
              clientMsgId: again.clientMsgId,
              conversationId: GROUP,
              body: { kind: 'text', text: again.text },
            })
          )
            repeats++;
          await sleep(world.random() * PAUSE_MS);
        }
      }),
    );
    const unsettled = await world.heal(HEAL_MS);
    for (const client of clients) client.readAll(GROUP);
    const verdict = await world.verdict();
    const lists = new Set(clients.map((client) => client.shown.map(({ clientMsgId }) => clientMsgId).join())).size;
    return {
      scenario: 'concurrency',
      promise: "SEND-5, SEND-6, ORD-1: one list for all, without a hole, each sender's order kept",
      seed,
      asked: { repeats: Math.floor(repeated * 0.8) },
      happened: { repeats, framesDelayed: world.proxy.counts.framesDelayed },
      figures: { messages: verdict.counts.intended, stored: verdict.counts.stored, differentLists: lists },
      problems: [...unsettled, ...findings(verdict), ...(lists === 1 ? [] : [`${lists} different lists`])],
    };
  });
