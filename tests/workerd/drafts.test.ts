import { expect, test } from 'vitest';
import { readDrafts } from '../../worker/store/drafts';
import { Client, direct, env, person, settle } from './people';

test('a draft reaches the other devices; an older version changes nothing, and a deleted draft stays deleted', async () => {
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  const conversationId = await direct(ann, ben);
  const [phone, laptop] = [await Client.connect(ann), await Client.connect(ann)];
  phone.send({ type: 'draft', conversationId, version: 2, text: 'I was about to', replyTo: 7 });
  expect(await laptop.next('draft')).toEqual({ type: 'draft', conversationId, version: 2, text: 'I was about to', replyTo: 7 });
  laptop.send({ type: 'draft', conversationId, version: 3, text: '' });
  await phone.next('draft', (draft) => draft.version === 3);
  phone.send({ type: 'draft', conversationId, version: 1, text: 'late' });
  await settle();
  expect(laptop.of('draft').length).toBe(1);
  expect(await readDrafts(env.DB, ann.id)).toEqual([{ conversationId, version: 3, text: '' }]);
});

test('CONN-9 a draft for a foreign conversation is not stored', async () => {
  const conversationId = await direct(await person('Ann'), await person('Ben'));
  const eve = await person('Eve');
  (await Client.connect(eve)).send({ type: 'draft', conversationId, version: 1, text: 'mine' });
  await settle();
  expect(await readDrafts(env.DB, eve.id)).toEqual([]);
});

test('a draft may be longer than a message, up to 16 KiB; a longer one is refused under its request id', async () => {
  const ann = await person('Ann');
  const conversationId = await direct(ann, await person('Ben'));
  const [phone, laptop] = [await Client.connect(ann), await Client.connect(ann)];
  const long = '长'.repeat(5000);
  phone.send({ type: 'draft', requestId: 'long', conversationId, version: 1, text: long });
  expect(await laptop.next('draft')).toEqual({ type: 'draft', conversationId, version: 1, text: long });
  phone.send({ type: 'draft', requestId: 'too long', conversationId, version: 2, text: '长'.repeat(6000) });
  expect(await phone.next('error')).toMatchObject({ code: 'bad_frame', requestId: 'too long' });
  expect(await readDrafts(env.DB, ann.id)).toMatchObject([{ version: 1, text: long }]);
});
