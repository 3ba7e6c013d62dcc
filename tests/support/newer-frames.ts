import { seeded } from './random';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Fields = { [key: string]: Json };

/** Values that a newer server may write in any place: other types, new kinds, lists of them. */
const ODD: readonly Json[] = [
  null,
  true,
  -1,
  1.5,
  9_007_199_254_740_992,
  '',
  'newer',
  '__proto__',
  [],
  [null],
  ['newer'],
  {},
  { kind: 'newer' },
  { event: 'newer' },
  { kind: 'system', event: { event: 'newer' } },
  { kind: 'text', text: { parts: [] } },
  [{ kind: 'newer', seq: 'none' }],
];

/** A place in a frame with an odd value: `list` and `at` identify the element, `path` the place inside it. */
export interface Oddity {
  readonly list: string;
  readonly at: number;
  readonly path: readonly string[];
}

export interface NewerFrame {
  /** The frame as our server sends it. */
  readonly plain: Fields;
  /** The frame with one odd value. */
  readonly odd: Fields;
  readonly oddity: Oddity;
}

/** `count` frames of each kind that holds lists, each with one odd place at any depth of one element; the same for the same seed. */
export function* newerFrames(seed: number, count: number): Generator<NewerFrame> {
  const random = seeded(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const some = <T>(make: (i: number) => T): T[] => Array.from({ length: 1 + below(5) }, (_, i) => make(i));

  const body = (): Json =>
    pick<() => Json>([
      () => ({ kind: 'text', text: 'hi', mentions: ['u1', '*'], mentionNames: ['U', 'all'] }),
      () => ({ kind: 'text', text: 'again', forwardedFrom: { userId: 'u2', name: 'Ann' } }),
      () => ({ kind: 'system', event: { event: 'joined', userIds: ['u1', 'u2'], via: 'invite' } }),
      () => ({ kind: 'system', event: { event: 'role', userIds: ['u1'], role: 'admin' } }),
      () => ({ kind: 'recalled' }),
    ])();
  const base = (seq: number): Fields => ({ conversationId: 'c', seq, n: seq, senderId: 'u1', clientMsgId: `m${seq}`, createdAt: seq });
  const message = (seq: number): Fields => ({
    ...base(seq),
    body: body(),
    ...(below(2) && { replyTo: 1, editedAt: 5 }),
    ...(below(2) && { reactions: [{ emoji: '👍', userIds: ['u1', 'u2'] }] }),
  });
  const change = (seq: number): Fields => ({
    ...base(seq),
    ...pick<Fields>([
      { kind: 'edit', targetSeq: 1, body: { kind: 'text', text: 'new' } },
      { kind: 'recall', targetSeq: 1 },
      { kind: 'reaction', targetSeq: 1, emoji: '👍', on: true },
      { kind: 'pin', targetSeq: 1, on: false },
      { kind: 'hidden' },
    ]),
  });
  const summary = (i: number): Fields => ({
    ...{ id: `c${i}`, kind: 'group', title: 'Birds', memberCount: 2, role: 'admin', lastSeq: 9, lastN: 9, readSeq: 1, readN: 1, unread: 8 },
    ...{ mentions: 0, pinned: false, archived: false, activeAt: 1, history: 'all', deletedSeqs: [2, 3] },
    lastMessage: message(9),
    members: some((m) => ({ userId: `u${m}`, role: 'member', name: 'M' })),
  });
  const welcome = (): Fields => ({
    ...{
      type: 'welcome',
      connectionId: 'x',
      userId: 'u1',
      heartbeatMs: 1,
      idleTimeoutMs: 1,
      now: 1,
      epoch: 'e',
      cursor: 'e.1',
      full: true,
    },
    conversations: some(summary),
    unreadTotal: 8,
  });
  const pulled = (): Fields => ({
    ...{ type: 'pulled', requestId: 'r', conversationId: 'c', hasMore: false },
    messages: some((i) => message(2 * i + 1)),
    changes: some((i) => change(2 * i + 2)),
  });

  /** Changes or removes one field of `value`, or adds one; returns its path. */
  const spoil = (value: Fields): string[] => {
    const path: string[] = [];
    for (let at: Json = value; ; ) {
      const holder = at as Fields;
      const keys = Object.keys(holder);
      if (keys.length === 0 || below(8) === 0) {
        holder.newer = pick(ODD);
        return [...path, 'newer'];
      }
      const key = pick(keys);
      path.push(key);
      const inside = holder[key];
      if (typeof inside === 'object' && inside !== null && below(3) > 0) {
        at = inside;
        continue;
      }
      if (below(6) === 0 && !Array.isArray(holder)) delete holder[key];
      else holder[key] = structuredClone(pick(ODD));
      return path;
    }
  };

  for (let i = 0; i < count; i++) {
    for (const plain of [welcome(), pulled()]) {
      const odd = structuredClone(plain);
      const list = pick(Object.keys(odd).filter((name) => Array.isArray(odd[name])));
      const elements = odd[list] as Fields[];
      const at = below(elements.length);
      yield { plain, odd, oddity: { list, at, path: spoil(elements[at] as Fields) } };
    }
  }
}
