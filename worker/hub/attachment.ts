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
  deliveries: Deliveries;
}

const KINDS: readonly PushKind[] = ['message', 'change', 'conversation', 'behind'];
const FIELDS = 5;

/** The state as it is attached: conversation ids once each, and the window as one row of small numbers. */
interface Attachment {
  v: 1;
  id: string;
  device: string;
  tab: string;
  session: string;
  openedAt: number;
  frameAt: number;
  live: boolean;
  lastTid: number;
  /** Ids that the window names. */
  ids: string[];
  /** Per un-acked push: kind, place of its conversation in `ids`, seq, due after `openedAt`, resends. */
  window: number[];
  behind: string[];
  /** What the `behind` pushes in the window name, in their order. */
  named: string[][];
}

export function encodeAttachment(state: ConnectionState): Attachment {
  const places = new Map<string, number>();
  const window: number[] = [];
  const named: string[][] = [];
  for (const ref of state.deliveries.window) {
    let place = places.get(ref.conversationId);
    if (place === undefined) {
      place = places.size;
      places.set(ref.conversationId, place);
    }
    if (ref.conversationIds) named.push([...ref.conversationIds]);
    window.push(KINDS.indexOf(ref.kind), place, ref.seq, ref.dueAt - state.openedAt, ref.resends);
  }
  return {
    v: 1,
    id: state.id,
    device: state.deviceId,
    tab: state.tabId,
    session: state.sessionId,
    openedAt: state.openedAt,
    frameAt: state.frameAt,
    live: state.live,
    lastTid: state.deliveries.lastTid,
    ids: [...places.keys()],
    window,
    behind: [...state.deliveries.behind],
    named,
  };
}

/** The state of an attachment this version wrote; undefined for anything else. */
export function decodeAttachment(value: unknown): ConnectionState | undefined {
  const attachment = value as Attachment | null;
  if (attachment?.v !== 1) return undefined;
  const named = [...attachment.named];
  const window: Deliveries['window'][number][] = [];
  for (let i = 0; i < attachment.window.length; i += FIELDS) {
    const [kind = 0, place = 0, seq = 0, dueAfter = 0, resends = 0] = attachment.window.slice(i, i + FIELDS);
    const ref = { kind: KINDS[kind] ?? 'message', conversationId: attachment.ids[place] ?? '', seq, dueAt: attachment.openedAt + dueAfter, resends };
    window.push(ref.kind === 'behind' ? { ...ref, conversationIds: named.shift() ?? [] } : ref);
  }
  return {
    id: attachment.id,
    deviceId: attachment.device,
    tabId: attachment.tab,
    sessionId: attachment.session,
    openedAt: attachment.openedAt,
    frameAt: attachment.frameAt,
    live: attachment.live,
    deliveries: { lastTid: attachment.lastTid, window, behind: attachment.behind },
  };
}
