import WebSocket from 'ws';
import type { Down } from '../../protocol/down';
import type { Up } from '../../protocol/up';
import { NO_ACKS, received, takeAck } from '../../web/connection/acks';
import type { Lane, WireSpec } from './spec.ts';

/** What connections report; messages are numbered by the generator. */
export interface Events {
  acked(n: number): void;
  shown(n: number, receiver: number): void;
  failed(code: string): void;
}

export interface Connection {
  send(lane: Lane, n: number, text: string): void;
  /** Marks what was shown as read, where the wire knows reading. */
  ping(): void;
  close(): void;
}

/** Opens the connection of the person at `index` of the wire; resolves when it is ready to send. */
export type Connect = (index: number, cursor?: string) => Promise<Connection & { readonly cursor?: string }>;

export function wireOf(spec: WireSpec, events: Events, reads: boolean): Connect {
  if (spec.kind === 'relay') return (index) => openRelay(spec, index, events);
  return (index, cursor) => openMagpie(spec, index, events, reads, cursor);
}

function open(url: string, token?: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, ...(token && { headers: { authorization: `Bearer ${token}` } }) });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

async function openRelay(spec: Extract<WireSpec, { kind: 'relay' }>, index: number, events: Events): Promise<Connection> {
  const socket = await open(`${spec.url}/?user=${spec.users[index]}&mode=${spec.mode}`);
  socket.on('message', (raw) => {
    const frame = JSON.parse(String(raw)) as { type: 'ack' | 'message'; id: string };
    if (frame.type === 'ack') events.acked(Number(frame.id));
    else events.shown(Number(frame.id), index);
  });
  return {
    send: (lane, n, text) => socket.send(JSON.stringify({ type: 'send', id: String(n), to: lane.to.join(','), text })),
    ping: () => {},
    close: () => socket.terminate(),
  };
}

const PREFIX = `${Date.now().toString(16).padStart(12, '0').slice(-8)}-0000-4000-8000-`;
const idOf = (n: number) => PREFIX + n.toString(16).padStart(12, '0');
const numberOf = (clientMsgId: string) => Number.parseInt(clientMsgId.slice(-12), 16);

async function openMagpie(
  spec: Extract<WireSpec, { kind: 'magpie' }>,
  index: number,
  events: Events,
  reads: boolean,
  cursor: string | undefined,
): Promise<Connection & { readonly cursor?: string }> {
  const person = spec.people[index];
  const socket = await open(`${spec.url}/api/ws?v=1&device=bench${index}&tab=1&cursor=${cursor ?? ''}`, person?.token);
  const say = (frame: Up) => socket.send(JSON.stringify(frame));
  const screen = new Map<string, number[]>();
  let acks = NO_ACKS;
  let timer: NodeJS.Timeout | undefined;
  const ack = () => {
    const taken = takeAck(acks, performance.now());
    acks = taken.acks;
    if (taken.tid === null) return;
    clearTimeout(timer);
    timer = undefined;
    if (socket.readyState === WebSocket.OPEN) say({ type: 'messageAck', tid: taken.tid });
  };
  const place = (conversationId: string, seq: number) => {
    const shown = screen.get(conversationId);
    if (shown) shown.push(seq);
    else screen.set(conversationId, [seq]);
  };
  const hear = (frame: Down) => {
    if ('tid' in frame) {
      const now = performance.now();
      acks = received(acks, frame.tid, now);
      ack();
      // A timer may ring up to a millisecond early.
      if (acks.dueAt !== null) timer ??= setTimeout(ack, acks.dueAt - now + 1);
    }
    if (frame.type === 'message') {
      const { conversationId, seq, clientMsgId } = frame.message;
      place(conversationId, seq);
      events.shown(numberOf(clientMsgId), index);
      if (reads) say({ type: 'read', conversationId, seq });
    } else if (frame.type === 'sendAck') {
      place(frame.conversationId, frame.seq);
      events.acked(numberOf(frame.clientMsgId));
    } else if (frame.type === 'error') events.failed(frame.code);
  };
  return new Promise((resolve, reject) => {
    socket.once('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.on('message', (raw) => {
      const text = String(raw);
      if (text === 'pong') return;
      const frame = JSON.parse(text) as Down;
      if (frame.type !== 'welcome') {
        hear(frame);
        return;
      }
      resolve({
        cursor: frame.cursor,
        send: ({ conversationId }, n, said) =>
          say({ type: 'send', clientMsgId: idOf(n), conversationId, body: { kind: 'text', text: said } }),
        ping: () => socket.send('ping'),
        close: () => {
          clearTimeout(timer);
          socket.terminate();
        },
      });
    });
    say({ type: 'hello', ...(cursor !== undefined && { cursor }) });
  });
}
