import { describe, expect, test } from 'vitest';
import { parseDown, parseUp, tidOf } from '../../protocol/parse';

const message = (seq: number, more: object = {}) => ({
  conversationId: 'a',
  seq,
  n: seq,
  senderId: 'ann',
  clientMsgId: `c${seq}`,
  createdAt: seq,
  body: { kind: 'text', text: `${seq}` },
  ...more,
});
const summary = (more: object = {}) => ({
  id: 'a',
  kind: 'direct',
  title: 'Ann',
  memberCount: 2,
  role: 'member',
  lastSeq: 3,
  lastN: 3,
  readSeq: 0,
  readN: 0,
  unread: 3,
  mentions: 0,
  pinned: false,
  archived: false,
  activeAt: 1,
  ...more,
});
const welcome = (conversations: readonly unknown[], more: object = {}) => ({
  type: 'welcome',
  connectionId: 'c',
  userId: 'u',
  heartbeatMs: 1,
  idleTimeoutMs: 1,
  now: 1,
  epoch: 'e',
  cursor: 'e.1',
  full: true,
  conversations,
  unreadTotal: 3,
  ...more,
});
const pulled = (messages: readonly unknown[], changes: readonly unknown[] = []) => ({
  type: 'pulled',
  requestId: 'r',
  conversationId: 'a',
  messages,
  changes,
  hasMore: false,
});
const change = (seq: number, more: object) => {
  const { body: _, ...base } = message(seq);
  return { ...base, ...more };
};
/** Through JSON, as it travels. */
const read = (frame: object) => parseDown(JSON.stringify(frame));

const IMAGE = { kind: 'image', attachmentId: 'f1', width: 10, height: 10, text: 'look', mentions: ['u', '*'] };
const UNKNOWN = { kind: 'unsupported' };

describe('an old client that parses frames of a newer server', () => {
  test('GROW-1 a welcome whose last message is of an unknown kind is a welcome', () => {
    const frame = welcome([summary({ lastMessage: message(3, { body: IMAGE }) }), summary({ id: 'b', lastMessage: message(3) })]);
    expect(read(frame)).toEqual(
      welcome([
        summary({ lastMessage: message(3, { body: { ...UNKNOWN, mentions: ['u', '*'] } }) }),
        summary({ id: 'b', lastMessage: message(3) }),
      ]),
    );
  });

  test.each([
    ['no kind', {}],
    ['a kind of the prototype', { kind: '__proto__' }],
    ['a known kind that does not fit', { kind: 'text', text: 7 }],
    ['mentions of another shape', { kind: 'image', mentions: { all: true } }],
  ])('GROW-1 a body with %s keeps its place', (_, body) => {
    expect(read({ type: 'message', tid: 1, message: message(2, { body }) })).toMatchObject({ message: message(2, { body: UNKNOWN }) });
  });

  test.each([
    ['null', null],
    ['a number', 3],
    ['a list', []],
    ['a text', 'hi'],
  ])('GROW-1 a body that is %s keeps its place', (_, body) => {
    expect(read(pulled([message(1), message(2, { body }), message(3)]))).toEqual(
      pulled([message(1), message(2, { body: UNKNOWN }), message(3)]),
    );
  });

  test('GROW-1 a message without any body keeps its place', () => {
    const { body: _, ...bare } = message(2);
    expect(read(pulled([message(1), bare]))).toEqual(pulled([message(1), message(2, { body: UNKNOWN })]));
  });

  test('GROW-1 an unknown system event becomes an unsupported event', () => {
    const line = (event: unknown) => message(2, { body: { kind: 'system', event } });
    for (const event of [{ event: 'callEnded', durationMs: 1 }, { event: 'role', userIds: ['u'], role: 'moderator' }, null, {}])
      expect(read(pulled([line(event)]))).toEqual(pulled([line({ event: 'unsupported' })]));
  });

  test('GROW-1 an unknown change keeps its seq and its n', () => {
    const vote = change(2, { kind: 'vote', targetSeq: 1, choice: 3 });
    const kept = change(2, { kind: 'unsupported' });
    expect(read(pulled([message(1)], [vote, change(3, { kind: 'recall', targetSeq: 1 })]))).toEqual(
      pulled([message(1)], [kept, change(3, { kind: 'recall', targetSeq: 1 })]),
    );
    expect(read({ type: 'change', tid: 4, change: vote })).toEqual({ type: 'change', tid: 4, change: kept });
    // Known, but not as it says.
    expect(read(pulled([], [change(2, { kind: 'pin', targetSeq: 1, on: 'maybe' })]))).toEqual(pulled([], [kept]));
  });

  test('GROW-1 an edit to an unknown kind leaves what needs a newer version', () => {
    const edit = change(2, { kind: 'edit', targetSeq: 1, body: { kind: 'image', attachmentId: 'f' } });
    expect(read(pulled([], [edit]))).toEqual(pulled([], [{ ...edit, body: UNKNOWN }]));
  });

  test('GROW-1 a damaged entry is read if its seq can be', () => {
    const damaged = {
      conversationId: 'a',
      seq: 2,
      body: { kind: 'text', text: 'x' },
      replyTo: { seq: 1 },
      reactions: 'many',
      n: '2',
      createdAt: null,
    };
    expect(read(pulled([message(1), damaged, message(3)]))).toEqual(
      pulled([
        message(1),
        { ...message(2), senderId: '-', clientMsgId: '', n: 0, createdAt: 0, body: { kind: 'text', text: 'x' } },
        message(3),
      ]),
    );
  });

  test('GROW-1 an element without a seq is dropped, and the rest stays', () => {
    const broken = [null, 7, 'x', [], {}, { ...message(2), seq: 'two' }, { ...message(2), seq: undefined }];
    expect(read(pulled([message(1), ...broken, message(3)], [...broken, change(4, { kind: 'hidden' })]))).toEqual(
      pulled([message(1), message(3)], [change(4, { kind: 'hidden' })]),
    );
    expect(read(welcome([null, summary(), {}, summary({ id: 'b', lastSeq: 'many' })]))).toEqual(welcome([summary()]));
    expect(read({ type: 'behind', tid: 1, conversationIds: ['a', { id: 'b' }, 'c'] })).toEqual({
      type: 'behind',
      tid: 1,
      conversationIds: ['a', 'c'],
    });
  });

  test('GROW-1 unknown fields are ignored, and optional ones that cannot be read are absent', () => {
    const frame = welcome(
      [
        summary({
          colour: 'red',
          history: 'week',
          mutedUntil: 'noon',
          members: [{ userId: 'u', role: 'guest', x: 1 }, { role: 'member' }],
        }),
      ],
      {
        calls: [{ id: 1 }],
        contacts: 'many',
      },
    );
    expect(read(frame)).toEqual(welcome([summary({ members: [{ userId: 'u', role: 'member' }] })]));
  });

  test('GROW-1 an unknown role has the fewest rights, and an unknown kind of conversation is a group', () => {
    expect(read(welcome([summary({ role: 'moderator', kind: 'channel' })]))).toEqual(welcome([summary({ role: 'member', kind: 'group' })]));
  });

  test('GROW-1 an error with an unknown code reaches its request', () => {
    const error = { type: 'error', code: 'quota_exceeded', message: 'x', retryable: false, clientMsgId: 'c1' };
    expect(read(error)).toEqual({ ...error, code: 'internal' });
  });

  test('GROW-1 texts and lists that are longer than this version allows are read', () => {
    const body = { kind: 'text', text: 'x'.repeat(9000), mentions: Array.from({ length: 60 }, (_, i) => `u${i}`) };
    expect(read(pulled([message(1, { body })]))).toEqual(pulled([message(1, { body })]));
  });

  test('GROW-1 settings survive a value that this version does not know', () => {
    const user = { id: 'u', name: 'U', email: 'u@x', settings: { lastSeen: 'friends', typing: false, notify: { push: true } } };
    expect(read({ type: 'profile', user })).toEqual({ type: 'profile', user: { ...user, settings: { typing: false } } });
  });

  test('GROW-1 an unknown frame is skipped, and its tid can be read', () => {
    const frame = { type: 'callState', nested: { tid: 3 }, text: '"tid":4,', tid: 9 };
    expect(read(frame)).toBeUndefined();
    expect(tidOf(JSON.stringify(frame))).toBe(9);
    for (const raw of ['', 'null', '[]', '{"tid":"9"}', '{"tid":0}', '{"type":"callState"}', '{"tid":']) expect(tidOf(raw)).toBeUndefined();
    // A push whose message has no place is no frame either, and acked all the same.
    const push = JSON.stringify({ type: 'message', tid: 5, message: { ...message(1), seq: null } });
    expect([parseDown(push), tidOf(push)]).toEqual([undefined, 5]);
  });
});

describe('a server that parses frames of a newer client', () => {
  test('GROW-2 an unknown frame type is bad_frame, an unknown field is ignored', () => {
    expect(parseUp(JSON.stringify({ type: 'callAct', callId: 'c', act: 'join' }))).toMatchObject({
      ok: false,
      refusal: { code: 'bad_frame' },
    });
    expect(parseUp(JSON.stringify({ type: 'typing', conversationId: 'a', with: 'voice' }))).toEqual({
      ok: true,
      frame: { type: 'typing', conversationId: 'a' },
    });
  });

  test('GROW-2 up frames are parsed strictly: an unknown kind of body is refused, not replaced', () => {
    const clientMsgId = crypto.randomUUID();
    for (const body of [IMAGE, UNKNOWN, { kind: 'text', text: 'x'.repeat(4001) }])
      expect(parseUp(JSON.stringify({ type: 'send', clientMsgId, conversationId: 'a', body }))).toMatchObject({
        ok: false,
        refusal: { code: 'bad_frame', clientMsgId },
      });
    const vote = { type: 'change', clientMsgId, conversationId: 'a', change: { kind: 'unsupported', targetSeq: 1 } };
    expect(parseUp(JSON.stringify(vote))).toMatchObject({ ok: false, refusal: { code: 'bad_frame', clientMsgId } });
  });
});
