import { expect, test, vi } from 'vitest';
import { parseUp } from '../../protocol/parse';
import { mutants } from '../support/mutants';
import { Client, direct, person, settle } from './people';

test('SEND-8 2,000 mutated frames through real sockets: an error or nothing each, no uncaught error, and others notice nothing', async () => {
  const [eve, ann, ben] = [await person('Eve'), await person('Ann'), await person('Ben')];
  const [withEve, others] = [await direct(eve, ann), await direct(ann, ben)];
  const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
  const logged = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  let e = await Client.connect(eve);
  const errors = new Map<string, number>();
  let sent = 0;
  for (const raw of mutants(2, 2100)) {
    const parsed = parseUp(raw);
    // An ack for what was never sent closes with 4003, as it must.
    if (parsed.ok && parsed.frame.type === 'messageAck' && parsed.frame.tid > 0) continue;
    // The name of the generator's conversation becomes that of one there is.
    e.sendRaw(typeof raw === 'string' ? raw.replaceAll('0gxxxxxxxxxxxxxxxxxxxxxx', withEve) : raw);
    if (++sent % 50 === 0) {
      const id = a.say(others, `${sent}`);
      await b.next('message', (push) => push.message.clientMsgId === id);
    }
    // A socket takes 1,000 frames in one breath.
    if (sent % 500 === 0) {
      e.send({ type: 'pull', requestId: 'last', conversationId: withEve });
      await e.next('pulled', (frame) => frame.requestId === 'last');
      for (const error of e.of('error')) errors.set(error.code, (errors.get(error.code) ?? 0) + 1);
      expect(e.closed).toBeUndefined();
      e = await Client.connect(eve);
    }
  }
  expect(sent).toBeGreaterThanOrEqual(2000);
  e = await Client.connect(eve);
  // What got through may have used up the sender's allowance: it is said until it is stored.
  const last = crypto.randomUUID();
  for (let tries = 0; tries < 50 && e.of('sendAck').length === 0; tries++) {
    e.say(withEve, 'still here', last);
    await settle(200);
  }
  await a.next('message', (push) => push.message.body.kind === 'text' && push.message.body.text === 'still here');
  console.log(`errors: ${JSON.stringify([...errors])}`);
  expect(errors.get('internal')).toBeUndefined();
  expect(errors.get('unavailable')).toBeUndefined();
  expect(errors.get('bad_frame')).toBeGreaterThan(500);
  expect(logged.mock.calls).toEqual([]);
  expect([a.closed, b.closed, a.of('error'), b.of('error')]).toEqual([undefined, undefined, [], []]);
  logged.mockRestore();
});
