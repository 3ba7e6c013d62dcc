import { expect, test } from 'vitest';
import { appendSends } from '../../worker/store/log/append';
import { Client, env, hubOf, type Person, pair, settle } from './people';

const send = (who: Person, conversationId: string, text: string, clientMsgId: string = crypto.randomUUID()) => ({
  conversationId,
  senderId: who.id,
  sessionId: who.sessionId,
  clientMsgId,
  body: JSON.stringify({ kind: 'text', text }),
  replyTo: null,
  countable: true,
  mentions: [],
});

/** What `appendSends` answers, and what it costs. */
async function written(sends: Parameters<typeof appendSends>[1]) {
  let rows = 0;
  let read = 0;
  let trips = 0;
  const counted = (answers: D1Result[]) => {
    trips++;
    for (const { meta } of answers) {
      rows += meta.rows_written;
      read += meta.rows_read;
    }
  };
  const db = {
    prepare: (sql: string) => ({
      bind: (...values: unknown[]) => {
        const statement = env.DB.prepare(sql).bind(...values);
        const all = statement.all.bind(statement);
        return Object.assign(statement, {
          all: async () => {
            const answer = await all();
            counted([answer]);
            return answer;
          },
        });
      },
    }),
    batch: async (statements: D1PreparedStatement[]) => {
      const answers = await env.DB.batch(statements);
      counted(answers);
      return answers;
    },
  } as unknown as D1Database;
  const { results } = await appendSends(db, sends);
  return { results, rows, read, trips };
}

test('FAN-2 members without a lease cost no call; a hub without sockets releases its lease', async () => {
  const { ann, ben, conversationId } = await pair();
  const lease = () => env.DB.prepare('SELECT 1 FROM leases WHERE user_id = ?').bind(ben.id).first();
  const first = await appendSends(env.DB, [send(ann, conversationId, 'nobody there')]);
  expect(first.audience.get(conversationId)).toBeUndefined();
  const b = await Client.connect(ben);
  expect((await appendSends(env.DB, [send(ann, conversationId, 'there')])).audience.get(conversationId)).toEqual([ben.id]);
  b.socket.close(1000, 'bye');
  await b.close();
  expect(await lease()).not.toBeNull();
  await hubOf(ben).deliver([{ kind: 'notice', json: '{}' }]);
  await b.until(async () => ((await lease()) ? undefined : true));
  await settle();
  expect(await lease()).toBeNull();
});

test('SEND-3 a repeat and a refusal among new messages answer in their places, in the same round trip', async () => {
  const { ann, ben, conversationId } = await pair();
  const said = send(ann, conversationId, 'said');
  const first = await written([said]);
  const other = { ...send(ann, conversationId, 'other words'), clientMsgId: said.clientMsgId };
  const mixed = await written([
    send(ann, conversationId, 'new'),
    said,
    { ...send(ann, conversationId, 'stranger'), conversationId: '0dnone' },
    send(ben, conversationId, 'also new'),
  ]);
  expect(mixed.results).toMatchObject([{ ok: true, seq: 2 }, first.results[0], { ok: false, because: 'not_found' }, { ok: true, seq: 3 }]);
  expect([first.trips, mixed.trips]).toEqual([1, 1]);
  expect((await written([other])).results).toEqual([{ ok: false, because: 'conflict' }]);
});

test('a message costs one round trip and three rows, the same after a thousand', async () => {
  const { ann, conversationId } = await pair();
  const first = await written([send(ann, conversationId, 'first')]);
  const second = await written([send(ann, conversationId, 'second')]);
  for (let i = 0; i < 20; i++)
    await appendSends(
      env.DB,
      Array.from({ length: 50 }, (_, k) => send(ann, conversationId, `${i} ${k}`)),
    );
  const later = await written([send(ann, conversationId, 'later')]);
  expect([first.rows, second.rows, later.rows]).toEqual([3, 3, 3]);
  expect([first.trips, later.trips]).toEqual([1, 1]);
  expect(later.read).toBe(second.read);
  const many = await written(Array.from({ length: 50 }, (_, k) => send(ann, conversationId, `m ${k}`)));
  expect(many.trips).toBe(1);
  expect(many.rows).toBe(101);
  console.log(`rows written/read per message: ${later.rows}/${later.read}; fifty in a batch: ${many.rows}/${many.read}`);
});
