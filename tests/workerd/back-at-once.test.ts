import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { roundTrips } from './d1-faults';
import { Client, hubOf, type Person, person } from './people';

const alarmOf = (who: Person) => runInDurableObject(hubOf(who), (_, state) => state.storage.getAlarm());

async function dropped(who: Person): Promise<void> {
  const client = await Client.connect(who);
  client.socket.close(1000, 'bye');
  await client.close();
}

test('the alarm of a dropped connection reads no D1 if the user is back', async () => {
  for (const query of ['', '&cursor=']) {
    const ann = await person('Ann');
    await dropped(ann);
    expect(await alarmOf(ann)).not.toBeNull();
    const back = await Client.open(ann, { query });
    back.send({ type: 'hello', ...(query !== '' && { cursor: '' }) });
    await back.next('welcome');
    expect(await roundTrips(async () => expect(await runDurableObjectAlarm(hubOf(ann))).toBe(true))).toBe(0);
    // After an eviction nobody knows when the hub last looked, so it looks: at the lease and at the sessions.
    await evictDurableObject(hubOf(ann), { webSockets: 'hibernate' });
    expect(await roundTrips(async () => expect(await runDurableObjectAlarm(hubOf(ann))).toBe(true))).toBe(2);
  }
});

test('CONN-4 a socket that stayed open is still checked', async () => {
  const ann = await person('Ann');
  const other = await Client.connect(ann);
  await evictDurableObject(hubOf(ann), { webSockets: 'hibernate' });
  await dropped(ann);
  await Client.connect(ann);
  expect(await roundTrips(async () => expect(await runDurableObjectAlarm(hubOf(ann))).toBe(true))).toBe(2);
  expect(other.closed).toBeUndefined();
});

test('hubs whose last sockets drop at once wake at different moments', async () => {
  const crowd = await Promise.all(Array.from({ length: 12 }, () => person()));
  const clients = await Promise.all(crowd.map((who) => Client.connect(who)));
  const before = Date.now();
  for (const client of clients) client.socket.close(1000, 'bye');
  await Promise.all(clients.map((client) => client.close()));
  const after = Date.now();
  const alarms = await Promise.all(crowd.map(async (who) => (await alarmOf(who)) ?? 0));
  for (const at of alarms) {
    expect(at).toBeGreaterThanOrEqual(before + 15_000);
    expect(at).toBeLessThanOrEqual(after + 20_000 + 1);
  }
  // Twelve times of five seconds fall within one second once in four million runs.
  expect(Math.max(...alarms) - Math.min(...alarms)).toBeGreaterThan(1000);
});
