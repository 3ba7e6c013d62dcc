import { UNACKED_MAX } from '../../../protocol/limits';

export type PushKind = 'message' | 'change' | 'conversation' | 'behind';

/** A push without its body: enough to resend it after the object was evicted. */
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
  /** When it is resent, epoch ms. */
  readonly dueAt: number;
  readonly resends: number;
}

/** The deliveries of one connection (ACK-1 to ACK-5). The tid of `window[i]` is `lastTid - window.length + 1 + i`. */
export interface Deliveries {
  readonly lastTid: number;
  /** Un-acked pushes in order of tid. */
  readonly window: readonly Unacked[];
  /** Conversations with skipped pushes, because the window was full. */
  readonly behind: readonly string[];
}

export type DeliveryEvent =
  | { readonly type: 'push'; readonly refs: readonly Ref[] }
  | { readonly type: 'ack'; readonly tid: number }
  | { readonly type: 'tick' };

export type DeliveryEffect =
  /** `index` is the place of the ref in its `push` event. */
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

/** With more skipped conversations, a sync from the cursor is cheaper than a list of them. */
export const BEHIND_MAX = 64;

export const NOTHING_DELIVERED: Deliveries = { lastTid: 0, window: [], behind: [] };

export function firstUnackedTid(state: Deliveries): number {
  return state.lastTid - state.window.length + 1;
}

/** When the next resend is due, epoch ms; undefined while everything is acked. */
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
  // Nothing is pushed before a pending `behind`: it would arrive before the hole that precedes it is announced.
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
  // A due time later than possible was set before the clock stepped back.
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
