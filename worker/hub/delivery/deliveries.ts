import { UNACKED_MAX } from '../../../protocol/limits';

export type PushKind = 'message' | 'change' | 'conversation' | 'behind';

/** What was pushed, without its body: enough to push it again after the object was evicted. */
export interface Ref {
  readonly kind: PushKind;
  /** Empty for `behind`. */
  readonly conversationId: string;
  /** 0 for `conversation` and `behind`. */
  readonly seq: number;
  /** The conversations of a `behind`. */
  readonly conversationIds?: readonly string[];
}

interface Unacked extends Ref {
  /** When it is pushed again, epoch ms. */
  readonly dueAt: number;
  readonly resends: number;
}

/** One connection's deliveries (ACK-1 to ACK-5). The tid of `window[i]` is `lastTid - window.length + 1 + i`. */
export interface Deliveries {
  readonly lastTid: number;
  /** Pushed and un-acked, in order of tid. */
  readonly window: readonly Unacked[];
  /** Conversations whose pushes were skipped because the window was full. */
  readonly behind: readonly string[];
}

export type DeliveryEvent =
  | { readonly type: 'push'; readonly refs: readonly Ref[] }
  | { readonly type: 'ack'; readonly tid: number }
  | { readonly type: 'tick' };

export type DeliveryEffect =
  /** Of a `push` event: `index` is the ref's place in it. */
  | { readonly type: 'send'; readonly tid: number; readonly ref: Ref; readonly index?: number; readonly redelivery: boolean }
  | { readonly type: 'acked'; readonly refs: readonly Ref[]; readonly firstTid: number }
  | { readonly type: 'close'; readonly reason: 'bad_frame' | 'ack_timeout' };

export interface Timing {
  readonly ackTimeoutMs: number;
  readonly resendIntervalMs: number;
  readonly resendLimit: number;
}

export interface Step {
  readonly state: Deliveries;
  readonly effects: readonly DeliveryEffect[];
}

/** Past this many skipped conversations a reader is cheaper to sync from its cursor than to list. */
export const BEHIND_MAX = 64;

export const NOTHING_DELIVERED: Deliveries = { lastTid: 0, window: [], behind: [] };

export function firstUnackedTid(state: Deliveries): number {
  return state.lastTid - state.window.length + 1;
}

/** When the connection next needs a look, epoch ms; undefined while nothing is un-acked. */
export function nextDueAt(state: Deliveries): number | undefined {
  return state.window.reduce<number | undefined>((least, ref) => (least === undefined || ref.dueAt < least ? ref.dueAt : least), undefined);
}

/** (state, event, now) → (state, effects). Pure; `now` in epoch ms. */
export function step(state: Deliveries, event: DeliveryEvent, now: number, timing: Timing): Step {
  switch (event.type) {
    case 'push':
      return push(state, event.refs, now, timing);
    case 'ack':
      return ack(state, event.tid, now, timing);
    case 'tick':
      return tick(state, now, timing);
  }
}

function push(state: Deliveries, refs: readonly Ref[], now: number, timing: Timing): Step {
  // While a `behind` is owed, a body would arrive before the hole that precedes it is named.
  const room = state.behind.length > 0 ? 0 : UNACKED_MAX - state.window.length;
  const sent = refs.slice(0, room);
  const effects: DeliveryEffect[] = sent.map((ref, index) => ({
    type: 'send',
    tid: state.lastTid + 1 + index,
    ref,
    index,
    redelivery: false,
  }));
  const window =
    sent.length > 0 ? [...state.window, ...sent.map((ref) => ({ ...ref, dueAt: now + timing.ackTimeoutMs, resends: 0 }))] : state.window;
  const lastTid = state.lastTid + sent.length;
  if (sent.length === refs.length) return { state: { ...state, lastTid, window }, effects };

  const behind = new Set(state.behind);
  for (const ref of refs.slice(room)) for (const id of ref.conversationIds ?? [ref.conversationId]) behind.add(id);
  if (behind.size > BEHIND_MAX) effects.push({ type: 'close', reason: 'ack_timeout' });
  return { state: { lastTid, window, behind: [...behind].slice(0, BEHIND_MAX) }, effects };
}

function ack(state: Deliveries, tid: number, now: number, timing: Timing): Step {
  if (tid > state.lastTid) return { state, effects: [{ type: 'close', reason: 'bad_frame' }] };
  const firstTid = firstUnackedTid(state);
  const covered = Math.max(0, tid - firstTid + 1);
  if (covered === 0) return { state, effects: [] };
  const acked: DeliveryEffect = { type: 'acked', refs: state.window.slice(0, covered), firstTid };
  const after = { ...state, window: state.window.slice(covered) };
  if (after.behind.length === 0 || after.window.length > UNACKED_MAX / 2) return { state: after, effects: [acked] };
  const caughtUp = push(
    { ...after, behind: [] },
    [{ kind: 'behind', conversationId: '', seq: 0, conversationIds: after.behind }],
    now,
    timing,
  );
  return { state: caughtUp.state, effects: [acked, ...caughtUp.effects] };
}

function tick(state: Deliveries, now: number, timing: Timing): Step {
  // What seems due later than anything can be was set before the clock stepped back.
  const latest = now + Math.max(timing.ackTimeoutMs, timing.resendIntervalMs);
  const isDue = (ref: Unacked) => ref.dueAt <= now || ref.dueAt > latest;
  if (!state.window.some(isDue)) return { state, effects: [] };
  if (state.window.some((ref) => isDue(ref) && ref.resends >= timing.resendLimit))
    return { state, effects: [{ type: 'close', reason: 'ack_timeout' }] };
  const effects: DeliveryEffect[] = [];
  const first = firstUnackedTid(state);
  const window = state.window.map((ref, i) => {
    if (!isDue(ref)) return ref;
    effects.push({ type: 'send', tid: first + i, ref, redelivery: true });
    return { ...ref, dueAt: now + timing.resendIntervalMs, resends: ref.resends + 1 };
  });
  return { state: { ...state, window }, effects };
}
