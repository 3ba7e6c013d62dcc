import { expect, test } from 'vitest';
import { FRAME_MAX_BYTES } from '../../protocol/limits';
import { parseDown, parseUp } from '../../protocol/parse';
import { mutants } from '../support/mutants';
import { newerFrames } from '../support/newer-frames';

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
  // A frame beyond a megabyte is not parsed.
  expect(parseUp(JSON.stringify({ clientMsgId, x: 'x'.repeat(1024 * 1024) }))).toEqual({ ok: false, refusal });
});

test('SEND-8 null in an optional field means absent', () => {
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

/** Without these fields an element has no place. */
const PLACES = new Set([
  'seq',
  'conversationId',
  'id',
  'title',
  'memberCount',
  'lastSeq',
  'lastN',
  'readSeq',
  'readN',
  'unread',
  'mentions',
  'pinned',
  'archived',
  'activeAt',
]);

test('GROW-1 one odd value in each of 4,000 frames costs at most its own element, whose place stays', () => {
  let replaced = 0;
  let dropped = 0;
  for (const { plain, odd, oddity } of newerFrames(7, 2000)) {
    const { list, at, path } = oddity;
    const read = parseDown(JSON.stringify(odd)) as Record<string, unknown> | undefined;
    const told = () => JSON.stringify({ oddity, odd });
    expect(read, told()).toBeDefined();
    const elements = read?.[list] as Record<string, unknown>[];
    const whole = plain[list] as Record<string, unknown>[];
    expect({ ...read, [list]: null }, told()).toEqual({ ...plain, [list]: null });
    const isLost = elements.length < whole.length;
    expect(
      elements.filter((_, i) => isLost || i !== at),
      told(),
    ).toEqual(whole.filter((_, i) => i !== at));
    if (isLost) {
      dropped++;
      expect(path.length === 1 && PLACES.has(path[0] ?? ''), told()).toBe(true);
      continue;
    }
    const { seq, id, lastMessage, members } = elements[at] ?? {};
    // Another id that is one is another conversation.
    if (path.length > 1 || path[0] !== 'id') expect([seq, id], told()).toEqual([whole[at]?.seq, whole[at]?.id]);
    if (JSON.stringify(elements[at]) !== JSON.stringify(whole[at])) replaced++;
    // Inside a summary, what is odd in one field leaves the other fields.
    if (list === 'conversations' && path[0] !== 'lastMessage') expect(lastMessage, told()).toEqual(whole[at]?.lastMessage);
    if (list === 'conversations' && path[0] !== 'members') expect(members, told()).toEqual(whole[at]?.members);
    if (path[0] === 'lastMessage' && path.length > 2) expect(lastMessage, told()).toHaveProperty('seq', 9);
  }
  // The generator finds both ends.
  expect(replaced).toBeGreaterThan(400);
  expect(dropped).toBeGreaterThan(40);
});

test('GROW-1 no frame of unknown shape makes the client throw', () => {
  for (const raw of mutants(3, 2000)) if (typeof raw === 'string') expect(() => parseDown(raw)).not.toThrow();
  for (const { odd } of newerFrames(5, 300)) {
    const raw = JSON.stringify(odd);
    for (let cut = 0; cut < raw.length; cut += 41) expect(parseDown(raw.slice(0, cut))).toBeUndefined();
  }
});
