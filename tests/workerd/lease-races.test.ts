import { expect, test, vi } from 'vitest';
import { seeded } from '../support/random';
import { slowStatements, wrapBatches } from './d1-faults';
import { Client, direct, person, settle } from './people';
import { unlimited } from './rates';

test('FAN-1 FAN-2 a user who reconnects while others write gets every message, by the welcome or by a push after it', async () => {
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  const conversationId = await direct(ann, ben);
  const a = await Client.connect(ann);
  await unlimited(ann);
  const logged = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const random = seeded(3);
  const pause = () => settle(random() * 12);
  const restore = [
    wrapBatches(async (real) => {
      await pause();
      const answers = await real();
      await pause();
      return answers;
    }),
    slowStatements(pause),
  ];
  let writing = true;
  const writer = (async () => {
    for (let i = 0; writing; i++) {
      a.say(conversationId, `${i}`);
      await settle(random() * 10);
    }
  })();
  let byWelcome = 0;
  let byPush = 0;
  try {
    for (let round = 0; round < 100; round++) {
      await pause();
      const cursor = random() < 0.5 ? '' : undefined;
      const b = await Client.open(ben, cursor === undefined ? {} : { query: `&cursor=${cursor}` });
      if (random() < 0.3) await pause();
      b.send({ type: 'hello', ...(cursor !== undefined && { cursor }) });
      const welcome = await b.next('welcome');
      const known = welcome.conversations.find((one) => one.id === conversationId)?.lastSeq ?? 0;
      await settle(random() * 50);
      const until = a.of('sendAck').length;
      byWelcome += Math.min(known, until);
      const seqs = () => new Set(b.of('message').map((push) => push.message.seq));
      for (let seq = known + 1; seq <= until; seq++) {
        const wanted = seq;
        await b.until(() => (seqs().has(wanted) ? true : undefined), undefined, `message ${seq} in round ${round}, known ${known}`);
        byPush++;
      }
      b.socket.close(1000, '');
      if (random() < 0.5) await b.close();
    }
  } finally {
    writing = false;
    await writer;
    for (const undo of restore) undo();
  }
  console.log(`${a.of('sendAck').length} messages; checked ${byPush} pushes after 100 welcomes`);
  expect(byWelcome).toBeGreaterThan(0);
  expect(logged.mock.calls).toEqual([]);
  logged.mockRestore();
});
