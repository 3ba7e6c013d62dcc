import type { SendableBody } from '../../protocol/bodies';
import type { ErrorCode } from '../../protocol/errors';
import type { ChangeRequest } from '../../protocol/up';

/** The content of an item: a message or a change. */
export type Payload =
  | { readonly kind: 'send'; readonly body: SendableBody; readonly replyTo?: number | undefined }
  | { readonly kind: 'change'; readonly change: ChangeRequest };

/** A command that stays in the outbox until the hub has stored it. */
export interface Item {
  readonly clientMsgId: string;
  readonly conversationId: string;
  readonly payload: Payload;
  /** When it was written, epoch ms. */
  readonly createdAt: number;
  /** Position among all items, ascending in the order written. */
  readonly order: number;
  /** The error code of a finally refused message; the user retries or discards it. A refused change leaves the outbox. */
  readonly failed?: ErrorCode | undefined;
}

/** The send state of an item on this connection; a new connection starts over. */
interface Attempt {
  readonly attempts: number;
  /** A frame was sent and its answer has not arrived. */
  readonly inFlight: boolean;
  /** When it is sent or resent, epoch ms. */
  readonly dueAt: number;
}

export interface Outbox {
  /** Ascending by `order`. */
  readonly items: readonly Item[];
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly online: boolean;
}

export type OutboxEvent =
  | { readonly type: 'loaded'; readonly items: readonly Item[] }
  /** The item is already saved: it is saved before it is added. */
  | { readonly type: 'added'; readonly item: Item }
  | { readonly type: 'online' }
  | { readonly type: 'offline' }
  | { readonly type: 'stored'; readonly clientMsgId: string }
  | {
      readonly type: 'refused';
      readonly clientMsgId: string;
      readonly code: ErrorCode;
      readonly retryable: boolean;
      readonly retryAfterMs?: number | undefined;
    }
  | { readonly type: 'retry'; readonly clientMsgId: string }
  | { readonly type: 'discard'; readonly clientMsgId: string }
  | { readonly type: 'tick' };

export type OutboxEffect =
  | { readonly type: 'transmit'; readonly item: Item }
  | { readonly type: 'save'; readonly item: Item }
  | { readonly type: 'delete'; readonly clientMsgId: string }
  /** A change was finally refused: the view reverts it and shows the reason. */
  | { readonly type: 'refused'; readonly conversationId: string; readonly change: ChangeRequest; readonly code: ErrorCode };

export interface Step {
  readonly state: Outbox;
  readonly effects: readonly OutboxEffect[];
}

export const IN_FLIGHT_MAX = 64;
export const RESEND_MIN_MS = 1000;
export const RESEND_MAX_MS = 30_000;

export const EMPTY_OUTBOX: Outbox = { items: [], attempts: new Map(), online: false };

/** The resend delay, milliseconds: one second doubling to thirty, varied by a quarter. `random` is in [0, 1). */
export function resendMs(attempts: number, random: number): number {
  return Math.round(Math.min(RESEND_MAX_MS, RESEND_MIN_MS * 2 ** Math.min(attempts, 16)) * (0.75 + random / 2));
}

/** The reducer of the outbox (SEND-7). `random` is called once per resend. */
export function step(state: Outbox, event: OutboxEvent, now: number, random: () => number): Step {
  switch (event.type) {
    case 'loaded':
      return loaded(state, event.items, now, random);
    case 'added':
      return sendDue(merged(state, [event.item]), now, random);
    case 'online':
      return sendDue({ ...state, online: true, attempts: new Map() }, now, random);
    // Items in flight may or may not be stored, so they are sent again under the same id.
    case 'offline':
      return { state: { ...state, online: false, attempts: new Map() }, effects: [] };
    case 'stored':
    case 'discard':
      return removed(state, event.clientMsgId, now, random);
    case 'refused':
      return refused(state, event, now, random);
    case 'retry':
      return retried(state, event.clientMsgId, now, random);
    case 'tick':
      return sendDue(state, now, random);
    default:
      return event satisfies never;
  }
}

/** Adds loaded items. Drops refused changes that an earlier version stored: nothing shows or retries them. */
function loaded(state: Outbox, items: readonly Item[], now: number, random: () => number): Step {
  const isRefusedChange = ({ payload, failed }: Item) => payload.kind === 'change' && failed !== undefined;
  const next = sendDue(
    merged(
      state,
      items.filter((item) => !isRefusedChange(item)),
    ),
    now,
    random,
  );
  const deletions = items.filter(isRefusedChange).map(({ clientMsgId }) => ({ type: 'delete', clientMsgId }) as const);
  return { state: next.state, effects: [...deletions, ...next.effects] };
}

function merged(state: Outbox, items: readonly Item[]): Outbox {
  const fresh = items.filter((item) => !state.items.some((known) => known.clientMsgId === item.clientMsgId));
  if (fresh.length === 0) return state;
  const all = [...state.items, ...fresh].sort((a, b) => a.order - b.order || (a.clientMsgId < b.clientMsgId ? -1 : 1));
  return { ...state, items: all };
}

function without(state: Outbox, clientMsgId: string): Outbox {
  const attempts = new Map(state.attempts);
  attempts.delete(clientMsgId);
  return { ...state, items: state.items.filter((item) => item.clientMsgId !== clientMsgId), attempts };
}

function removed(state: Outbox, clientMsgId: string, now: number, random: () => number): Step {
  if (!state.items.some((item) => item.clientMsgId === clientMsgId)) return { state, effects: [] };
  const next = sendDue(without(state, clientMsgId), now, random);
  return { state: next.state, effects: [{ type: 'delete', clientMsgId }, ...next.effects] };
}

function refused(state: Outbox, event: Extract<OutboxEvent, { type: 'refused' }>, now: number, random: () => number): Step {
  const item = state.items.find(({ clientMsgId }) => clientMsgId === event.clientMsgId);
  if (!item || item.failed !== undefined) return { state, effects: [] };
  // The session has ended: the message waits for the next sign-in.
  if (event.code === 'unauthenticated') return { state, effects: [] };
  const attempt = state.attempts.get(item.clientMsgId);
  if (event.retryable) {
    const attempts = attempt?.attempts ?? 1;
    const waitMs = Math.max(event.retryAfterMs ?? 0, resendMs(attempts - 1, random()));
    return { state: withAttempt(state, item, { attempts, inFlight: false, dueAt: now + waitMs }), effects: [] };
  }
  if (item.payload.kind === 'change') {
    const { change } = item.payload;
    const next = removed(state, item.clientMsgId, now, random);
    return {
      state: next.state,
      effects: [{ type: 'refused', conversationId: item.conversationId, change, code: event.code }, ...next.effects],
    };
  }
  const failed = { ...item, failed: event.code };
  const next = sendDue(replaced(state, failed), now, random);
  return { state: next.state, effects: [{ type: 'save', item: failed }, ...next.effects] };
}

function retried(state: Outbox, clientMsgId: string, now: number, random: () => number): Step {
  const item = state.items.find((known) => known.clientMsgId === clientMsgId);
  if (item?.failed === undefined) return { state, effects: [] };
  const { failed: _, ...again } = item;
  const next = sendDue(replaced(state, again), now, random);
  return { state: next.state, effects: [{ type: 'save', item: again }, ...next.effects] };
}

function replaced(state: Outbox, item: Item): Outbox {
  const attempts = new Map(state.attempts);
  attempts.delete(item.clientMsgId);
  return { ...state, attempts, items: state.items.map((known) => (known.clientMsgId === item.clientMsgId ? item : known)) };
}

const withAttempt = (state: Outbox, item: Item, attempt: Attempt): Outbox => ({
  ...state,
  attempts: new Map(state.attempts).set(item.clientMsgId, attempt),
});

/**
 * The first item of each conversation that has not failed. The next one is sent after the answer to the previous one, so that a refusal
 * cannot reorder them.
 */
function heads(state: Outbox): readonly Item[] {
  const taken = new Set<string>();
  return state.items.filter((item) => {
    if (item.failed !== undefined || taken.has(item.conversationId)) return false;
    taken.add(item.conversationId);
    return true;
  });
}

function sendDue(state: Outbox, now: number, random: () => number): Step {
  if (!state.online) return { state, effects: [] };
  const attempts = new Map(state.attempts);
  const effects: OutboxEffect[] = [];
  let inFlight = [...attempts.values()].filter((attempt) => attempt.inFlight).length;
  for (const item of heads(state)) {
    const attempt = attempts.get(item.clientMsgId);
    if (attempt && now < attempt.dueAt) continue;
    if (!attempt?.inFlight && inFlight >= IN_FLIGHT_MAX) continue;
    if (!attempt?.inFlight) inFlight++;
    const count = attempt?.attempts ?? 0;
    attempts.set(item.clientMsgId, { attempts: count + 1, inFlight: true, dueAt: now + resendMs(count, random()) });
    effects.push({ type: 'transmit', item });
  }
  return { state: { ...state, attempts }, effects };
}

/** When `tick` has something to do, epoch ms; null: never. */
export function dueAt(state: Outbox): number | null {
  if (!state.online) return null;
  const times = heads(state).flatMap((item) => state.attempts.get(item.clientMsgId)?.dueAt ?? []);
  return times.length > 0 ? Math.min(...times) : null;
}
