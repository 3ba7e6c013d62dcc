import { evictDurableObject } from 'cloudflare:test';
import { describe, expect, test, vi } from 'vitest';
import { readPage } from '../../worker/store/log/pages';
import { seeded } from '../support/random';
import { d1Error, wrapBatches } from './d1-faults';
import { Client, env, hubOf, type Person, pair } from './people';
import { unlimited } from './rates';

async function logOf(who: Person, conversationId: string) {
  const entries: { seq: number; clientMsgId: string }[] = [];
  for (;;) {
    const result = await readPage(env.DB, who.id, null, { conversationId, after: entries.at(-1)?.seq ?? 0, limit: 100 });
    if (!result.ok) throw new Error(result.because);
    entries.push(...result.page.messages);
    if (!result.page.hasMore) return entries;
  }
}

describe('faults', () => {
  test('SEND-3 one clientMsgId 1,000 times from 10 sockets is one row and 1,000 equal answers; other content is always refused', async () => {
    const { ann, conversationId } = await pair();
    const sockets = await Promise.all(Array.from({ length: 10 }, () => Client.connect(ann)));
    await unlimited(ann);
    const id = crypto.randomUUID();
    for (let i = 0; i < 100; i++) for (const socket of sockets) socket.say(conversationId, 'once', id);
    const answered = <T extends 'sendAck' | 'error'>(type: T) => sockets.flatMap((socket) => socket.of(type));
    await sockets[0]?.until(() => (answered('sendAck').length + answered('error').length === 1000 ? true : undefined));
    expect(answered('error')).toEqual([]);
    expect(new Set(answered('sendAck').map((ack) => JSON.stringify(ack))).size).toBe(1);
    for (const [i, socket] of sockets.entries()) socket.say(conversationId, `other ${i}`, id);
    await sockets[0]?.until(() => (answered('error').length === 10 ? true : undefined));
    expect(new Set(answered('error').map((error) => error.code))).toEqual(new Set(['conflict']));
    expect((await logOf(ann, conversationId)).length).toBe(1);
  });

  test('SEND-1 SEND-3 with 10 % of D1 batches failing before and 10 % after their commit, no acked message is lost or doubled', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    await unlimited(ann);
    await unlimited(ben);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const random = seeded(20_261_121);
    const failures = { before: 0, after: 0 };
    const restore = wrapBatches(async (real) => {
      const dice = random();
      if (dice < 0.1) {
        failures.before++;
        throw d1Error('before');
      }
      const answers = await real();
      if (dice > 0.9) {
        failures.after++;
        throw d1Error('after');
      }
      return answers;
    });
    try {
      await Promise.all(
        [a, b].map(async (client, person) => {
          for (let i = 0; i < 150; i++) {
            const id = crypto.randomUUID();
            for (let sent = 1; ; sent++) {
              client.say(conversationId, `${person} ${i}`, id);
              const seen = () => client.of('sendAck').some((ack) => ack.clientMsgId === id);
              const refused = () => client.of('error').filter((error) => error.clientMsgId === id);
              await client.until(() => (seen() || refused().length === sent ? true : undefined));
              if (seen()) break;
              expect(refused().every((error) => error.code === 'unavailable' && error.retryable)).toBe(true);
            }
          }
        }),
      );
    } finally {
      restore();
    }
    const acks = new Map([...a.of('sendAck'), ...b.of('sendAck')].map((ack) => [ack.seq, ack.clientMsgId]));
    const log = await logOf(ann, conversationId);
    console.log(`D1 failed ${failures.before} times before and ${failures.after} times after a commit`);
    expect(Math.min(failures.before, failures.after)).toBeGreaterThan(20);
    expect(log.map(({ seq, clientMsgId }) => [seq, clientMsgId])).toEqual([...acks].sort(([x], [y]) => x - y));
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    vi.restoreAllMocks();
  });

  test('ACK-4 CONN-9 clients notice none of 500 evictions between any two frames', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const random = seeded(7);
    let evictions = 0;
    // A hub that nothing woke since its last eviction has nothing to lose.
    const evict = async () => {
      for (const who of random() < 0.5 ? [ann, ben] : [ben, ann])
        await evictDurableObject(hubOf(who), { webSockets: 'hibernate' }).then(
          () => evictions++,
          () => undefined,
        );
    };
    const ids: string[] = [];
    for (let i = 1; evictions < 500; i++) {
      await evict();
      const [from, to] = i % 2 ? [a, b] : [b, a];
      ids.push(from.say(conversationId, `${i}`));
      await evict();
      await from.until(() => from.of('sendAck').find((ack) => ack.seq === i));
      await evict();
      await to.until(() => to.of('message').find((push) => push.message.seq === i));
      await evict();
      to.send({ type: 'read', conversationId, seq: i });
      await evict();
      await from.next('receipt', (receipt) => receipt.kind === 'read' && receipt.seq === i);
    }
    for (const [client, parity] of [
      [a, 0],
      [b, 1],
    ] as const) {
      expect([client.of('error'), client.closed]).toEqual([[], undefined]);
      const others = ids.filter((_, i) => (i + 1) % 2 === parity);
      expect(client.of('message').map((push) => [push.tid, push.redelivery, push.message.clientMsgId])).toEqual(
        others.map((id, i) => [i + 1, undefined, id]),
      );
    }
    expect((await logOf(ann, conversationId)).map(({ clientMsgId }) => clientMsgId)).toEqual(ids);
  });
});
