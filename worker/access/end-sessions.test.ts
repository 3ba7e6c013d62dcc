import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import { type Account, account, ask, PASSWORD } from '../../tests/workerd/http';
import { Client, direct, env, hubOf, person } from '../../tests/workerd/people';
import { sessionIdOf } from './tokens';

const asPerson = async ({ user, token }: Account) => ({ id: user.id, sessionId: await sessionIdOf(token) });
const signInAgain = async (who: Account): Promise<Account> => {
  const { json } = await ask('POST', '/api/auth/sign-in', { body: { email: who.email, password: PASSWORD, transport: 'bearer' } });
  return { ...who, token: json.token };
};

describe('A6 CONN-4 ending a session closes its sockets with 4001', () => {
  test('sign-out closes the sockets of this session only', async () => {
    const ann = await account();
    const phone = await signInAgain(ann);
    const [tab, second, other] = [
      await Client.connect(await asPerson(ann)),
      await Client.connect(await asPerson(ann)),
      await Client.connect(await asPerson(phone)),
    ];
    await ask('POST', '/api/auth/sign-out', { token: ann.token });
    expect([(await tab.close()).code, (await second.close()).code]).toEqual([4001, 4001]);
    expect(other.closed).toBeUndefined();
  });

  test('revocation and a new password close them, also while the hub sleeps', async () => {
    const ann = await account();
    const [phone, tablet] = [await signInAgain(ann), await signInAgain(ann)];
    const sockets = {
      own: await Client.connect(await asPerson(ann)),
      phone: await Client.connect(await asPerson(phone)),
      tablet: await Client.connect(await asPerson(tablet)),
    };
    await evictDurableObject(hubOf(await asPerson(ann)));
    await ask('DELETE', `/api/auth/sessions/${await sessionIdOf(phone.token)}`, { token: ann.token });
    expect((await sockets.phone.close()).code).toBe(4001);
    await evictDurableObject(hubOf(await asPerson(ann)));
    await ask('POST', '/api/auth/password', { token: ann.token, body: { current: PASSWORD, next: 'a new password' } });
    expect((await sockets.tablet.close()).code).toBe(4001);
    expect(sockets.own.closed).toBeUndefined();
  });

  test('an upgrade whose session ends during the read gets no socket', async () => {
    const ann = await person('Ann');
    const status = await runInDurableObject(hubOf(ann), async (hub) => {
      const headers = { upgrade: 'websocket', 'x-magpie-session': ann.sessionId };
      const upgrade = hub.fetch(new Request('https://magpie.test/api/ws?v=1&device=d&tab=t', { headers }));
      await hub.endSessions([ann.sessionId]);
      return (await upgrade).status;
    });
    expect(status).toBe(401);
  });

  test('no socket outlives its session in 100 races against a reconnect', async () => {
    const ben = await person('Ben');
    const ann = await account();
    const conversationId = await direct(await asPerson(ann), ben);
    const b = await Client.connect(ben);
    const survivors: Client[] = [];
    for (let i = 0; i < 100; i++) {
      const token = `${ann.user.id}.race${i}`;
      const session = { id: ann.user.id, sessionId: token };
      const now = Date.now();
      await env.DB.prepare('INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at) VALUES (?1, ?2, ?3, ?3, ?4)')
        .bind(token, session.id, now, now + 3_600_000)
        .run();
      const [opened] = await Promise.allSettled([
        Client.open(session).then((client) => {
          client.send({ type: 'hello' });
          return client;
        }),
        scheduler.wait(i % 5).then(() => ask('DELETE', `/api/auth/sessions/${token}`, { token: ann.token })),
      ]);
      if (opened.status === 'fulfilled') survivors.push(opened.value);
    }
    expect(survivors.length).toBeGreaterThan(0);
    b.say(conversationId, 'anybody there?');
    await b.next('sendAck');
    for (const client of survivors) expect((await client.close()).code).toBe(4001);
    expect(survivors.flatMap((client) => client.of('message'))).toEqual([]);
  });
});
