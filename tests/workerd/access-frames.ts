import type { Up } from '../../protocol/up';
import { admins, members, signedIn } from './access-routes';
import type { Outcome, Outcomes, Scene } from './access-scene';
import { Client, settle } from './people';

interface FrameRow {
  /** Sends the frame as this user and returns the result. */
  readonly run: (scene: Scene, client: Client) => Promise<Outcome>;
  readonly outcomes: Outcomes;
}

const answered = async (client: Client, clientMsgId: string): Promise<Outcome> => {
  const answer = await client.until(() =>
    client.frames.find((frame) => (frame.type === 'sendAck' || frame.type === 'error') && frame.clientMsgId === clientMsgId),
  );
  return answer.type === 'error' ? answer.code : 'ok';
};

/** Whether a member gets what another user does. */
async function heard(s: Scene, does: () => void, what: (listener: Client) => unknown): Promise<Outcome> {
  const listener = await Client.connect(s.target);
  does();
  for (let i = 0; i < 10; i++) {
    await settle(10);
    if (what(listener)) return 'ok';
  }
  return 'nothing';
}

const quiet = (member: Outcome, ex: Outcome = 'nothing'): Outcomes => ({
  anonymous: 'unauthenticated',
  stranger: 'nothing',
  blocked: 'nothing',
  ex,
  member,
  admin: member,
  owner: member,
});

/** One row per type of up frame. */
export const FRAMES: Readonly<Record<Up['type'], FrameRow>> = {
  hello: { run: async () => 'ok', outcomes: signedIn },
  send: { run: (s, client) => answered(client, client.say(s.id, 'hi')), outcomes: members() },
  change: {
    run: (s, client) => {
      const clientMsgId = crypto.randomUUID();
      client.send({ type: 'change', clientMsgId, conversationId: s.id, change: { kind: 'pin', targetSeq: s.seq, on: true } });
      return answered(client, clientMsgId);
    },
    outcomes: admins,
  },
  messageAck: {
    run: async (_, client) => {
      client.send({ type: 'messageAck', tid: 0 });
      await settle(20);
      return client.closed ? 'closed' : 'ok';
    },
    outcomes: signedIn,
  },
  read: {
    run: (s, client) =>
      heard(
        s,
        () => client.send({ type: 'read', conversationId: s.id, seq: s.seq + 100 }),
        (listener) => listener.of('receipt')[0],
      ),
    // A former member's receipts up to their leaving may still be sent.
    outcomes: quiet('ok', 'ok'),
  },
  typing: {
    run: (s, client) =>
      heard(
        s,
        () => client.send({ type: 'typing', conversationId: s.id }),
        (listener) => listener.of('typing')[0],
      ),
    outcomes: quiet('ok'),
  },
  draft: {
    run: async (s, client) => {
      const draft = { conversationId: s.id, version: 1, text: 'half a thought' };
      return heard(
        s,
        () => client.send({ type: 'draft', ...draft }),
        (listener) => listener.frames.some((frame) => JSON.stringify(frame).includes('half a thought')),
      );
    },
    // Drafts are private: nobody else gets them.
    outcomes: quiet('nothing'),
  },
  watch: {
    run: async (s, client) => {
      const owner = await Client.connect(s.people.owner);
      client.send({ type: 'watch', userIds: [s.people.owner.id] });
      await settle(60);
      owner.socket.close(1000, 'done');
      return client.of('presence').some((frame) => frame.userId === s.people.owner.id) ? 'ok' : 'nothing';
    },
    // The owner shows their presence to everyone except blocked users.
    outcomes: { ...signedIn, blocked: 'nothing' },
  },
  pull: {
    run: async (s, client) => {
      client.send({ type: 'pull', requestId: 'r', conversationId: s.id, afterSeq: 0 });
      const answer = await client.until(() =>
        client.frames.find((frame) => (frame.type === 'pulled' || frame.type === 'error') && frame.requestId === 'r'),
      );
      return answer.type === 'error' ? answer.code : 'ok';
    },
    outcomes: members('ok'),
  },
};
