import { expect, test } from 'vitest';
import { FRAME_MAX_BYTES } from '../../protocol/limits';
import { parseUp } from '../../protocol/parse';
import { mutants } from '../support/mutants';

test('SEND-8 20,000 mutated frames are frames or refusals, and pollute nothing', () => {
  let frames = 0;
  for (const raw of mutants(1, 20_000)) {
    const parsed = parseUp(raw);
    if (parsed.ok) {
      frames++;
      expect(Object.getPrototypeOf(parsed.frame)).toBe(Object.prototype);
    } else {
      expect(['bad_frame', 'too_large']).toContain(parsed.refusal.code);
      expect(parsed.refusal.message.length).toBeLessThan(300);
    }
  }
  expect(frames).toBeGreaterThan(500);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test.each([
  ['depth', `${'['.repeat(60_000)}`],
  ['closed depth', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
  ['deep objects', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ['deep body', `{"type":"send","body":${'{"body":'.repeat(5000)}1${'}'.repeat(5000)}}`],
  ['infinite tid', '{"type":"messageAck","tid":1e400}'],
  ['2^53', '{"type":"read","conversationId":"c","seq":9007199254740992}'],
  ['fraction', '{"type":"messageAck","tid":1.5}'],
  ['prototype type', '{"type":"__proto__"}'],
  ['constructor type', '{"type":"constructor"}'],
  ['lone surrogate', '{"type":"draft","conversationId":"c","version":1,"text":"\\ud800"}'],
  ['many ids', `{"type":"watch","userIds":[${'"u",'.repeat(16_000)}"u"]}`],
])('SEND-8 a frame with %s is bad_frame', (_, raw) => {
  expect(parseUp(raw)).toMatchObject({ ok: false, refusal: { code: 'bad_frame' } });
});

test('SEND-8 the size limit counts bytes, not characters', () => {
  const padded = (filler: string) => `{"type":"hello","x":"${filler}"}`;
  const room = FRAME_MAX_BYTES - padded('').length;
  expect(parseUp(padded('x'.repeat(room))).ok).toBe(true);
  expect(parseUp(padded('x'.repeat(room + 1)))).toMatchObject({ refusal: { code: 'too_large' } });
  expect(parseUp(padded('好'.repeat(Math.ceil(room / 3) + 1)))).toMatchObject({ refusal: { code: 'too_large' } });
});

test('SEND-8 of duplicate keys the last counts, and keys of the prototype are plain data', () => {
  expect(parseUp('{"type":"hello","type":"messageAck","tid":9,"tid":1}')).toEqual({ ok: true, frame: { type: 'messageAck', tid: 1 } });
  const parsed = parseUp('{"type":"hello","__proto__":{"cursor":"x","polluted":true},"constructor":1,"toString":2}');
  expect(parsed).toEqual({ ok: true, frame: { type: 'hello' } });
});

test('SEND-8 a frame that is too large is refused under the id that it carries', () => {
  const frame = { type: 'send', clientMsgId: crypto.randomUUID(), conversationId: 'c', body: { kind: 'text', text: '好'.repeat(30_000) } };
  const { clientMsgId } = frame;
  expect(parseUp(JSON.stringify(frame))).toMatchObject({ refusal: { code: 'too_large', clientMsgId } });
  expect(parseUp(JSON.stringify({ type: 'pull', requestId: 'r1', x: 'x'.repeat(FRAME_MAX_BYTES) }))).toMatchObject({
    refusal: { code: 'too_large', requestId: 'r1' },
  });
  const refusal = { code: 'too_large', message: `A frame has at most ${FRAME_MAX_BYTES} bytes.` };
  expect(parseUp('x'.repeat(FRAME_MAX_BYTES + 1))).toEqual({ ok: false, refusal });
  // Beyond a megabyte nobody reads what it says.
  expect(parseUp(JSON.stringify({ clientMsgId, x: 'x'.repeat(1024 * 1024) }))).toEqual({ ok: false, refusal });
});

test('SEND-8 null in a field that may be left out says the same as leaving it out', () => {
  expect(parseUp('{"type":"hello","cursor":null}')).toEqual({ ok: true, frame: { type: 'hello' } });
  const clientMsgId = crypto.randomUUID();
  const body = { kind: 'text', text: 'hi' };
  const send = { type: 'send', clientMsgId, conversationId: 'c', body };
  expect(parseUp(JSON.stringify({ ...send, replyTo: null, body: { ...body, mentions: null } }))).toEqual({ ok: true, frame: send });
  const pull = { type: 'pull', requestId: 'r', conversationId: 'c', afterSeq: 0 };
  expect(parseUp(JSON.stringify({ ...pull, beforeSeq: null, limit: null }))).toEqual({ ok: true, frame: pull });
  expect(parseUp(JSON.stringify({ ...send, conversationId: null }))).toMatchObject({ refusal: { code: 'bad_frame', clientMsgId } });
  expect(parseUp('null')).toMatchObject({ refusal: { code: 'bad_frame' } });
  expect(parseUp('{"type":"read","conversationId":"c","seq":null}')).toMatchObject({ refusal: { code: 'bad_frame' } });
});
