import type { Deliveries, PushKind } from './deliveries';

/** What a connection must not forget when its object is evicted; it lives in the socket's attachment (16 KiB at most). */
export interface ConnectionState {
  readonly id: string;
  readonly deviceId: string;
  readonly tabId: string;
  readonly sessionId: string;
  readonly openedAt: number;
  /** When its last frame arrived, pings aside. */
  frameAt: number;
  /** Whether it had its `welcome`, before which nothing is pushed (CONN-10). */
  live: boolean;
  /** People whose presence it shows. */
  watching: readonly string[];
  deliveries: Deliveries;
}

const KINDS: readonly PushKind[] = ['message', 'change', 'conversation', 'behind'];
/** Numbers travel in base 36: a structured clone takes nine bytes for one above 2^30. */
const BASE = 36;

/** The state as it is attached. Lists of ids are one text each, and the window is one text of small numbers. */
interface Attachment {
  v: 1;
  id: string;
  device: string;
  tab: string;
  session: string;
  openedAt: number;
  frameAt: number;
  live: boolean;
  watching: string;
  lastTid: number;
  /** Conversations that the window names, each once. */
  ids: string;
  /** What the times in `window` count from. */
  base: number;
  /** Per un-acked push: kind, place of its conversation in `ids`, seq, due after `base`, resends. */
  window: string;
  behind: string;
  /** What the `behind` pushes in the window name, in their order. */
  named: string[];
}

const join = (ids: readonly string[]) => ids.join(' ');
const split = (ids: string) => (ids === '' ? [] : ids.split(' '));

export function encodeAttachment(state: ConnectionState): Attachment {
  const places = new Map<string, number>();
  const { lastTid, window, behind } = state.deliveries;
  const base = window[0]?.dueAt ?? 0;
  const row = window.map((ref) => {
    const place = places.get(ref.conversationId) ?? places.size;
    places.set(ref.conversationId, place);
    return [KINDS.indexOf(ref.kind), place, ref.seq, ref.dueAt - base, ref.resends].map((number) => number.toString(BASE)).join(' ');
  });
  return {
    v: 1,
    id: state.id,
    device: state.deviceId,
    tab: state.tabId,
    session: state.sessionId,
    openedAt: state.openedAt,
    frameAt: state.frameAt,
    live: state.live,
    watching: join(state.watching),
    lastTid,
    ids: join([...places.keys()]),
    base,
    window: row.join(','),
    behind: join(behind),
    named: window.flatMap((ref) => (ref.conversationIds ? [join(ref.conversationIds)] : [])),
  };
}

/** The state of an attachment this version wrote; undefined for anything else. */
export function decodeAttachment(value: unknown): ConnectionState | undefined {
  const attachment = value as Attachment | null;
  if (attachment?.v !== 1) return undefined;
  const ids = attachment.ids.split(' ');
  const named = [...attachment.named];
  const window = (attachment.window === '' ? [] : attachment.window.split(',')).map((row): Deliveries['window'][number] => {
    const [kind = 0, place = 0, seq = 0, dueAfter = 0, resends = 0] = row.split(' ').map((number) => Number.parseInt(number, BASE));
    const ref = { kind: KINDS[kind] ?? 'message', conversationId: ids[place] ?? '', seq, dueAt: attachment.base + dueAfter, resends };
    return ref.kind === 'behind' ? { ...ref, conversationIds: split(named.shift() ?? '') } : ref;
  });
  return {
    id: attachment.id,
    deviceId: attachment.device,
    tabId: attachment.tab,
    sessionId: attachment.session,
    openedAt: attachment.openedAt,
    frameAt: attachment.frameAt,
    live: attachment.live,
    watching: split(attachment.watching),
    deliveries: { lastTid: attachment.lastTid, window, behind: split(attachment.behind) },
  };
}
