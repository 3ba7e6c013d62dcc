import { verdictOf } from '../../protocol/close-codes';
import type { Down } from '../../protocol/down';
import { PING } from '../../protocol/limits';
import type { Up } from '../../protocol/up';
import type { ClosedReason } from '../model/connection';
import { NO_ACKS, received, takeAck } from './acks';
import { BACKOFF_MAX_MS, BLOCKED_BACKOFF_MAX_MS, backoffMs, spreadMs } from './backoff';
import { heartbeatDueAt, heartbeatTick, shorterInterval, startHeartbeat, withPing, withReceived } from './heartbeat';
import { answered, asked, type HttpAnswer, looked, OFF, startRefresh } from './refresh';
import type { Connection, ConnectionEffect, ConnectionEvent, LinkState } from './states';

/** Close codes from here on come from the hub; lower ones mean that the hub or the network is gone. */
const APP_CODES = 4000;

/** An attempt must receive its `welcome` within this time, milliseconds. */
export const ATTEMPT_MS = 10_000;
/** After this long online, a bad-frame close counts as the first one again, milliseconds. */
const PROVEN_MS = 60_000;
/** Attempts that fail one after another, the end of the link that stood included, before the socket counts as blocked. */
const BLOCKED_AFTER = 3;
/** The delay after close code 4008 when its reason names none, milliseconds. */
const RATE_LIMITED_MS = 5000;

export interface Step {
  readonly state: Connection;
  readonly effects: readonly ConnectionEffect[];
}

/** Time and randomness at the event. */
export interface At {
  readonly now: number;
  /** A number in [0, 1). */
  readonly random: number;
}

export function newConnection(
  visible: boolean,
  network: string | undefined,
  intervals: Readonly<Record<string, number>>,
  now: number,
): Connection {
  return {
    link: { state: 'offline', since: now, retryAt: null },
    lastSocket: 0,
    attempt: 0,
    welcomed: false,
    refresh: OFF,
    refused: false,
    visible,
    othersVisible: false,
    network,
    intervals,
  };
}

const stay = (state: Connection): Step => ({ state, effects: [] });

/** The reducer of the connection: an event leads to the next state and its effects. `LinkState` has a picture of the states. */
export function step(state: Connection, event: ConnectionEvent, at: At): Step {
  switch (event.type) {
    case 'start':
      return state.link.state === 'offline' || state.link.state === 'closed' ? connect(state, at) : stay(state);
    case 'stop':
      return leave(state, { state: 'offline', since: at.now, retryAt: null });
    case 'opened':
      return onOpened(state, event.socket, at);
    case 'pong':
      return isCurrent(state, event.socket) ? stay(withTraffic(state, at)) : stay(state);
    case 'frame':
      return isCurrent(state, event.socket) ? onFrame(withTraffic(state, at), event.frame, at) : stay(state);
    case 'unreadable':
      return isCurrent(state, event.socket) ? onPush(withTraffic(state, at), event.tid, at) : stay(state);
    case 'sent':
      return state.link.state === 'online' && state.link.socket === event.socket
        ? stay({ ...state, link: { ...state.link, beat: { ...state.link.beat, sentAt: at.now } } })
        : stay(state);
    case 'closed':
      return isCurrent(state, event.socket) ? onClosed(state, event.code, event.reason, at) : stay(state);
    case 'tick':
      return refreshed(tick(state, at), at);
    case 'http':
      return stay(httpAnswered(state, event.answer, at));
    case 'network':
      return look({ ...state, network: event.network }, at);
    case 'visible':
      return look({ ...state, visible: true }, at);
    case 'hidden':
      return stay({ ...state, visible: false });
    case 'others':
      return event.visible ? look({ ...state, othersVisible: true }, at) : stay({ ...state, othersVisible: false });
    case 'use':
      return state.link.state === 'offline' && state.link.retryAt === null && state.lastSocket > 0 ? connect(state, at) : stay(state);
    default:
      return event satisfies never;
  }
}

/** When the next `tick` is due, epoch ms; null: never. */
export function dueAt(state: Connection): number | null {
  const due = Math.min(linkDueAt(state.link) ?? Number.POSITIVE_INFINITY, refreshDueAt(state) ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(due) ? due : null;
}

/** While no tab is visible, nothing is refreshed. */
function refreshDueAt({ refresh, visible, othersVisible }: Connection): number | null {
  return refresh.state === 'on' && (visible || othersVisible) ? refresh.dueAt : null;
}

function linkDueAt(link: LinkState): number | null {
  switch (link.state) {
    case 'offline':
      return link.retryAt;
    case 'connecting':
    case 'syncing':
      return link.since + ATTEMPT_MS;
    case 'online':
      return Math.min(heartbeatDueAt(link.beat), link.acks.dueAt ?? Number.POSITIVE_INFINITY);
    case 'closed':
      return null;
    default:
      return link satisfies never;
  }
}

const socketOf = (link: LinkState): number | null => (link.state === 'offline' || link.state === 'closed' ? null : link.socket);

const isCurrent = (state: Connection, socket: number): boolean => socketOf(state.link) === socket;

/** The only way to leave a state: closes the current socket, then enters the next state. */
function leave(state: Connection, link: LinkState): Step {
  const socket = socketOf(state.link);
  return { state: { ...state, link }, effects: socket === null ? [] : [{ type: 'close', socket }] };
}

function connect(state: Connection, at: At): Step {
  const socket = state.lastSocket + 1;
  const left = leave(state, { state: 'connecting', since: at.now, socket });
  return { state: { ...left.state, lastSocket: socket }, effects: [...left.effects, { type: 'open', socket }] };
}

function retryLater(state: Connection, waitMs: number, at: At): Step {
  const left = leave(state, { state: 'offline', since: at.now, retryAt: at.now + waitMs });
  // After an attempt that failed, HTTP says whether the session has ended, or the socket alone does not pass.
  const fails = state.link.state === 'connecting' || state.link.state === 'syncing';
  const asks = fails && state.refresh.state === 'off';
  return {
    state: { ...left.state, attempt: state.attempt + 1 },
    effects: asks ? [...left.effects, { type: 'ask' }] : left.effects,
  };
}

const backoff = (state: Connection, at: At): number =>
  backoffMs(state.attempt, at.random, state.refresh.state === 'on' ? BLOCKED_BACKOFF_MAX_MS : BACKOFF_MAX_MS);

/** HTTP answers while the socket does not: not known before some attempts failed, but a page that has shown nothing yet does not wait. */
function httpAnswered(state: Connection, answer: HttpAnswer, at: At): Connection {
  if (state.link.state === 'online' || state.link.state === 'closed') return state;
  const starts = answer !== 'failed' && state.refresh.state === 'off' && (!state.welcomed || state.attempt >= BLOCKED_AFTER);
  return { ...state, refresh: starts ? startRefresh(at.now) : answered(state.refresh, answer) };
}

/** Asks over HTTP if it is time. */
function refreshed({ state, effects }: Step, at: At): Step {
  const due = refreshDueAt(state);
  if (due === null || at.now < due) return { state, effects };
  return { state: { ...state, refresh: asked(state.refresh, at.now) }, effects: [...effects, { type: 'ask' }] };
}

const look = (state: Connection, at: At): Step => refreshed(hint({ ...state, refresh: looked(state.refresh, at.now) }, at), at);

function onOpened(state: Connection, socket: number, at: At): Step {
  if (state.link.state !== 'connecting' || state.link.socket !== socket) return stay(state);
  return { state: { ...state, link: { state: 'syncing', since: at.now, socket, acks: NO_ACKS } }, effects: [{ type: 'hello', socket }] };
}

function withTraffic(state: Connection, at: At): Connection {
  if (state.link.state !== 'online') return state;
  const beat = withReceived(state.link.beat, at.now);
  return { ...state, link: { ...state.link, beat } };
}

function onFrame(state: Connection, frame: Down, at: At): Step {
  const { link } = state;
  if (link.state !== 'syncing' && link.state !== 'online') return stay(state);
  const deliver = { type: 'deliver', frame } as const;
  if (frame.type === 'welcome') {
    const beat = startHeartbeat(frame, state.intervals[state.network ?? ''], at.now);
    const online: LinkState = { state: 'online', since: at.now, socket: link.socket, acks: link.acks, beat };
    return { state: { ...state, attempt: 0, welcomed: true, refresh: OFF, link: online }, effects: [deliver] };
  }
  // The hub could not read the inbox: retry after the delay it names.
  if (frame.type === 'error' && link.state === 'syncing') return retryLater(state, frame.retryAfterMs ?? backoff(state, at), at);
  if (!('tid' in frame)) return { state, effects: [deliver] };
  // Deliver before the ack, which confirms that the push was received.
  const acked = onPush(state, frame.tid, at);
  return { ...acked, effects: [deliver, ...acked.effects] };
}

function onPush(state: Connection, tid: number, at: At): Step {
  const { link } = state;
  if (link.state !== 'syncing' && link.state !== 'online') return stay(state);
  // Browsers slow the timers of hidden pages, so a hidden page acks at once.
  const acks = received(link.acks, tid, at.now, state.visible ? undefined : 0);
  return sendAck({ ...state, link: { ...link, acks } }, at);
}

function sendAck(state: Connection, at: At): Step {
  const { link } = state;
  if (link.state !== 'online') return stay(state);
  const { acks, tid } = takeAck(link.acks, at.now);
  if (tid === null) return stay({ ...state, link: { ...link, acks } });
  const frame: Up = { type: 'messageAck', tid };
  const beat = { ...link.beat, sentAt: at.now };
  return {
    state: { ...state, link: { ...link, acks, beat } },
    effects: [{ type: 'text', socket: link.socket, text: JSON.stringify(frame) }],
  };
}

function onClosed(state: Connection, code: number, reason: string, at: At): Step {
  const wasOnline = state.link.state === 'online';
  const close = (why: ClosedReason): Step => leave({ ...state, refresh: OFF }, { state: 'closed', since: at.now, reason: why });
  const verdict = verdictOf(code);
  switch (verdict) {
    case 'reconnect':
      return retryLater(state, wasOnline && code < APP_CODES ? spreadMs(at.random) : backoff(state, at), at);
    case 'reconnect-on-use':
      return state.visible || state.othersVisible ? connect(state, at) : leave(state, { state: 'offline', since: at.now, retryAt: null });
    case 'reconnect-once':
      return state.refused && !(wasOnline && at.now - state.link.since > PROVEN_MS)
        ? close('protocol')
        : retryLater({ ...state, refused: true }, backoff(state, at), at);
    case 'reconnect-after':
      return retryLater(state, Math.max(Number(reason) || RATE_LIMITED_MS, wasOnline ? 0 : backoff(state, at)), at);
    case 'sign-in':
      return close('signedOut');
    case 'reload':
      return close('upgradeRequired');
    case 'stay-closed':
      return close('replaced');
    default:
      return verdict satisfies never;
  }
}

function tick(state: Connection, at: At): Step {
  const { link } = state;
  switch (link.state) {
    case 'offline':
      return link.retryAt !== null && at.now >= link.retryAt ? connect(state, at) : stay(state);
    case 'connecting':
    case 'syncing':
      return at.now >= link.since + ATTEMPT_MS ? retryLater(state, backoff(state, at), at) : stay(state);
    case 'online': {
      const acked = sendAck(state, at);
      const pinged = sendPing(acked.state, at);
      return { state: pinged.state, effects: [...acked.effects, ...pinged.effects] };
    }
    case 'closed':
      return stay(state);
    default:
      return link satisfies never;
  }
}

function sendPing(state: Connection, at: At): Step {
  const { link } = state;
  if (link.state !== 'online') return stay(state);
  const ticked = heartbeatTick(link.beat, at.now);
  if (ticked.verdict === 'wait') return stay(state);
  const ping = { type: 'text', socket: link.socket, text: PING } as const;
  if (ticked.verdict === 'ping') {
    const remembered = remember(state, link.beat.intervalMs);
    return { state: { ...remembered.state, link: { ...link, beat: ticked.beat } }, effects: [ping, ...remembered.effects] };
  }
  const shorter = remember(state, shorterInterval(link.beat.intervalMs, link.beat.limits));
  const left = retryLater(shorter.state, backoff(state, at), at);
  return { state: left.state, effects: [...shorter.effects, ...left.effects] };
}

function remember(state: Connection, intervalMs: number): Step {
  const network = state.network ?? '';
  if (state.intervals[network] === intervalMs) return stay(state);
  const intervals = { ...state.intervals, [network]: intervalMs };
  return { state: { ...state, intervals }, effects: [{ type: 'remember', intervals }] };
}

/** The network is back or a page became visible: reconnect now, or ping to check an open link. */
function hint(state: Connection, at: At): Step {
  const { link } = state;
  if (link.state === 'offline') return state.lastSocket > 0 ? connect(state, at) : stay(state);
  if (link.state !== 'online') return stay(state);
  const probe = withPing(link.beat, at.now);
  if (link.beat.unanswered > 0) return stay(state);
  return { state: { ...state, link: { ...link, beat: probe } }, effects: [{ type: 'text', socket: link.socket, text: PING }] };
}
