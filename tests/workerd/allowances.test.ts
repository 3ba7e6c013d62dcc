import { describe, expect, test } from 'vitest';
import { SOCKETS_PER_USER_MAX, WATCH_MAX } from '../../protocol/limits';
import { Up } from '../../protocol/up';
import { hubSettings } from '../../worker/hub/limits/settings';
import { readDrafts } from '../../worker/store/drafts';
import { Client, direct, env, pair, person, settle } from './people';
import { setRates } from './rates';

/** One frame, and the next one after `ms`. */
const oneEvery = (ms: number) => ({ perS: 1000 / ms, burst: 1 });

/** An example of each frame that travels up, for a conversation that the sender is in. */
const EXAMPLES: { readonly [T in Up['type']]: (conversationId: string, i: number) => Extract<Up, { type: T }> } = {
  hello: () => ({ type: 'hello' }),
  send: (conversationId) => ({ type: 'send', clientMsgId: crypto.randomUUID(), conversationId, body: { kind: 'text', text: 'hi' } }),
  change: (conversationId) => ({
    type: 'change',
    clientMsgId: crypto.randomUUID(),
    conversationId,
    change: { kind: 'reaction', targetSeq: 1, emoji: '👍', on: true },
  }),
  messageAck: () => ({ type: 'messageAck', tid: 0 }),
  read: (conversationId, i) => ({ type: 'read', conversationId, seq: i + 1 }),
  typing: (conversationId) => ({ type: 'typing', conversationId }),
  draft: (conversationId, i) => ({ type: 'draft', conversationId, version: i + 1, text: `${i}` }),
  watch: (_, i) => ({ type: 'watch', userIds: [`u${i}`] }),
  pull: (conversationId, i) => ({ type: 'pull', requestId: `r${i}`, conversationId }),
};

describe('SEND-8 allowances', () => {
  test.each(Up.options.map((option) => option.entries.type.literal))(
    'a burst of %s beyond any allowance harms no other frame and no other user',
    async (type) => {
      const { ann, ben, conversationId } = await pair();
      await setRates(ann, {
        write: oneEvery(60_000),
        read: oneEvery(60_000),
        typing: oneEvery(60_000),
        draft: oneEvery(60_000),
        watch: oneEvery(60_000),
        pull: oneEvery(60_000),
      });
      const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
      for (let i = 0; i < 300; i++) a.send(EXAMPLES[type](conversationId, i));
      a.send({ type: 'hello' });
      await a.until(() => (a.of('welcome').length >= 2 ? true : undefined));
      b.say(conversationId, 'unharmed');
      await a.next('message', ({ message }) => message.senderId === ben.id);
      const answered = type === 'send' || type === 'change' || type === 'pull';
      expect(a.of('error').filter(({ code }) => code === 'rate_limited').length).toBe(answered ? 299 : 0);
      expect([a.closed, b.closed]).toEqual([undefined, undefined]);
    },
  );

  test('a pull above its allowance gets one error under its id, with the time to wait', async () => {
    const { ann, conversationId } = await pair();
    await setRates(ann, { pull: oneEvery(100) });
    const a = await Client.connect(ann);
    for (const requestId of ['a', 'b', 'c']) a.send({ type: 'pull', requestId, conversationId });
    const [b, c] = await a.until(() => (a.of('error').length === 2 ? a.of('error') : undefined));
    expect([b, c]).toMatchObject([
      { code: 'rate_limited', retryable: true, requestId: 'b' },
      { code: 'rate_limited', retryable: true, requestId: 'c' },
    ]);
    await settle(c?.retryAfterMs ?? 0);
    a.send({ type: 'pull', requestId: 'c', conversationId });
    expect(await a.next('pulled', ({ requestId }) => requestId === 'c')).toMatchObject({ requestId: 'c' });
  });

  test('the newest of too many drafts is stored, for two rows instead of two hundred', async () => {
    const { ann, conversationId } = await pair();
    await setRates(ann, { draft: oneEvery(100) });
    const [phone, laptop] = [await Client.connect(ann), await Client.connect(ann)];
    for (let version = 1; version <= 200; version++) phone.send({ type: 'draft', conversationId, version, text: `${version}` });
    await laptop.next('draft', ({ version }) => version === 200);
    expect(laptop.of('draft').map(({ version }) => version)).toEqual([1, 200]);
    expect(await readDrafts(env.DB, ann.id)).toEqual([{ conversationId, version: 200, text: '200' }]);
  });

  test('drafts of many conversations wait for one turn each, whatever device wrote them', async () => {
    const ann = await person('Ann');
    const ids = await Promise.all(Array.from({ length: 5 }, async () => direct(ann, await person('Ben'))));
    await setRates(ann, { draft: oneEvery(20) });
    const [phone, laptop] = [await Client.connect(ann), await Client.connect(ann)];
    for (const conversationId of ids) phone.send({ type: 'draft', conversationId, version: 1, text: 'old' });
    for (const conversationId of ids) laptop.send({ type: 'draft', conversationId, version: 2, text: 'new' });
    await Promise.all(ids.map((id) => phone.next('draft', (draft) => draft.conversationId === id && draft.version === 2)));
    expect((await readDrafts(env.DB, ann.id)).map(({ text }) => text)).toEqual(Array(5).fill('new'));
  });

  test('marks above their allowance are raised later, to the highest', async () => {
    const { ann, ben, conversationId } = await pair();
    await setRates(ann, { read: oneEvery(100) });
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    for (let i = 0; i < 10; i++) b.say(conversationId, `${i}`);
    await a.next('message', ({ message }) => message.seq === 10);
    for (const seq of [1, 10, 3, 7]) a.send({ type: 'read', conversationId, seq });
    expect(await a.next('receipt', ({ kind, userId, seq }) => kind === 'read' && userId === ann.id && seq === 10)).toMatchObject({
      readN: 10,
    });
  });

  test('the last watch above the allowance applies', async () => {
    const { ann, ben } = await pair();
    await setRates(ann, { watch: oneEvery(100) });
    const [a] = [await Client.connect(ann), await Client.connect(ben)];
    for (let i = 0; i < 5; i++) a.send({ type: 'watch', userIds: ['nobody'] });
    a.send({ type: 'watch', userIds: [ben.id] });
    expect(await a.next('presence', ({ userId }) => userId === ben.id)).toMatchObject({ online: true });
  });

  test('no allowance limits an honest client: 20 devices that reconnect at once, and a long backlog', async () => {
    const { ann, conversationId } = await pair();
    const watched = Array.from({ length: WATCH_MAX }, (_, i) => `u${i}`);
    const devices = await Promise.all(Array.from({ length: SOCKETS_PER_USER_MAX }, () => Client.connect(ann)));
    devices.forEach((device, i) => {
      device.send({ type: 'watch', userIds: watched });
      for (let j = 0; j < 50; j++) device.send({ type: 'pull', requestId: `${j}`, conversationId });
      for (let j = 0; j < 50; j++) device.send({ type: 'read', conversationId, seq: 1 });
      for (let j = 0; j < 20; j++) device.send({ type: 'draft', conversationId, version: i * 100 + j, text: 'hi' });
    });
    await Promise.all(devices.map((device) => device.until(() => (device.of('pulled').length === 50 ? true : undefined))));
    expect(devices.flatMap((device) => device.of('error'))).toEqual([]);
  });

  test('a missing or non-positive setting takes its default', () => {
    const rates = hubSettings({ ...env, DRAFT_RATE_PER_S: '0', PULL_BURST: 'many', WATCH_BURST: '7' }).rates;
    expect([rates.draft.perS, rates.pull.burst, rates.watch.burst]).toEqual([5, 2000, 7]);
  });
});
