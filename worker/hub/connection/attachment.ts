import type { Deliveries, PushKind } from '../delivery/deliveries';

/** The state of a connection that survives the eviction of its object, stored in the socket's attachment (16 KiB at most). */
export interface ConnectionState {
  readonly id: string;
  readonly deviceId: string;
  readonly tabId: string;
  readonly sessionId: string;
  readonly openedAt: number;
  /** When its last frame other than a ping arrived, epoch ms. */
  frameAt: number;
  /** Whether `welcome` was sent; nothing is pushed before it (CONN-10). */
  live: boolean;
  /** Users whose presence it shows; undefined until a `watch` arrives: until then it gets all presence. */
  watching: readonly string[] | undefined;
  deliveries: Deliveries;
}

const KINDS: readonly PushKind[] = ['message', 'change', 'conversation', 'behind'];
/** Numbers are written in base 36: a structured clone takes nine bytes for a number above 2^30. */
const BASE = 36;

const VERSION = 2;
/** Stands for an absent `watching`; it is not a valid id. */
const NO_LIST = '*';

/**
 * The state as it is attached: the JSON text of this, since it is attached at every push and a clone of a text costs least. Lists
 * of ids are one text each, and the window is one text of small numbers.
 */
type Attachment = [
  version: typeof VERSION,
  id: string,
  device: string,
  tab: string,
  session: string,
  openedAt: number,
  frameAt: number,
  live: boolean,
  watching: string,
  lastTid: number,
  /** The conversations in the window, each once. */
  ids: string,
  /** The time that `window` counts from, epoch ms. */
  base: number,
  /** Per un-acked push: kind, index of its conversation in `ids`, seq, due time after `base` in ms, resends. */
  window: string,
  behind: string,
  /** The conversations of the `behind` pushes in the window, in their order. */
  named: string[],
];

const join = (ids: readonly string[]) => ids.join(' ');
const split = (ids: string) => (ids === '' ? [] : ids.split(' '));

export function encodeAttachment(state: ConnectionState): string {
  const places = new Map<string, number>();
  const { lastTid, window, behind } = state.deliveries;
  const base = window[0]?.dueAt ?? 0;
  const rows = window.map((ref) => {
    const place = places.get(ref.conversationId) ?? places.size;
    places.set(ref.conversationId, place);
    const [seq, due] = [ref.seq.toString(BASE), (ref.dueAt - base).toString(BASE)];
    return `${KINDS.indexOf(ref.kind)} ${place.toString(BASE)} ${seq} ${due} ${ref.resends.toString(BASE)}`;
  });
  const attachment: Attachment = [
    VERSION,
    state.id,
    state.deviceId,
    state.tabId,
    state.sessionId,
    state.openedAt,
    state.frameAt,
    state.live,
    state.watching ? join(state.watching) : NO_LIST,
    lastTid,
    join([...places.keys()]),
    base,
    rows.join(','),
    join(behind),
    window.flatMap((ref) => (ref.conversationIds ? [join(ref.conversationIds)] : [])),
  ];
  return JSON.stringify(attachment);
}

/** The state in an attachment that this version wrote; undefined for any other value. */
export function decodeAttachment(value: unknown): ConnectionState | undefined {
  if (typeof value !== 'string') return undefined;
  const attachment = JSON.parse(value) as Attachment;
  if (attachment[0] !== VERSION) return undefined;
  const [, id, deviceId, tabId, sessionId, openedAt, frameAt, live, watching, lastTid, idList, base, rows, behind, storedLists] =
    attachment;
  const ids = idList.split(' ');
  const behindLists = [...storedLists];
  const window = (rows === '' ? [] : rows.split(',')).map((row): Deliveries['window'][number] => {
    const [kind = 0, place = 0, seq = 0, dueAfter = 0, resends = 0] = row.split(' ').map((number) => Number.parseInt(number, BASE));
    const ref = { kind: KINDS[kind] ?? 'message', conversationId: ids[place] ?? '', seq, dueAt: base + dueAfter, resends };
    return ref.kind === 'behind' ? { ...ref, conversationIds: split(behindLists.shift() ?? '') } : ref;
  });
  return {
    id,
    deviceId,
    tabId,
    sessionId,
    openedAt,
    frameAt,
    live,
    watching: watching === NO_LIST ? undefined : split(watching),
    deliveries: { lastTid, window, behind: split(behind) },
  };
}
