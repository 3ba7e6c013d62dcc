import { describe, expect, test } from 'vitest';
import { Client, direct, env, person } from './people';

async function pair() {
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  return { ann, ben, conversationId: await direct(ann, ben) };
}

const log = async (conversationId: string) =>
  (await env.DB.prepare('SELECT seq, n, client_msg_id AS id FROM entries WHERE conversation_id = ? ORDER BY seq').bind(conversationId).all<{ seq: number; n: number; id: string }>()).results;

describe('one message between two people', () => {
  test('SEND-1 stored before anybody is told, acked, pushed', async () => {
    const { ann, ben, conversationId } = await pair();
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const id = a.say(conversationId, '你好，Ben');
    const ack = await a.next('sendAck');
    expect(ack).toMatchObject({ clientMsgId: id, conversationId, seq: 1, n: 1 });
    const push = await b.next('message');
    expect(push).toMatchObject({ tid: 1, message: { conversationId, seq: 1, n: 1, senderId: ann.id, clientMsgId: id, body: { kind: 'text', text: '你好，Ben' } } });
    expect(push.message.createdAt).toBe(ack.createdAt);
    expect(await log(conversationId)).toEqual([{ seq: 1, n: 1, id }]);
  });
});
