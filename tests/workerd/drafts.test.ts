import { expect, test } from 'vitest';
import { readDrafts } from '../../worker/store/drafts';
import { Client, direct, env, person, settle } from './people';

test('a draft follows to the other devices; an older version changes nothing, and a deleted one stays deleted', async () => {
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

test('CONN-9 nobody keeps a draft for a conversation that is not theirs', async () => {
  const conversationId = await direct(await person('Ann'), await person('Ben'));
  const eve = await person('Eve');
  (await Client.connect(eve)).send({ type: 'draft', conversationId, version: 1, text: 'mine' });
  await settle();
  expect(await readDrafts(env.DB, eve.id)).toEqual([]);
});
