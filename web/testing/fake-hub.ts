import { CLOSE_CODES } from '../../protocol/close-codes';
import type { Down } from '../../protocol/down';
import { PING, PONG } from '../../protocol/limits';
import type { Change, Contacts, ConversationSummary, Message, Self } from '../../protocol/records';
import type { Up } from '../../protocol/up';
import type { Socket, SocketEvents } from '../connection/runner';

export const ME: Self = { id: 'me', name: 'Me', email: 'me@example.com', settings: {} };
/** The one conversation of the fake hub. */
export const A = 'a';

interface FakeSocket {
  readonly events: SocketEvents;
  readonly tab: string;
  tid: number;
  live: boolean;
}

/** A hub and API in memory: user `me` and a direct conversation with `ann`. It follows the protocol and fails on demand. */
export class FakeHub {
  readonly log: ({ message: Message } | { change: Change })[] = [];
  readonly sockets = new Set<FakeSocket>();
  readonly received: Up[] = [];
  /** All requested pages. */
  readonly pulls: string[] = [];
  epoch = 'e1';
  readSeq = 0;
  session = true;
  /** The browser keeps the cookie of a session. */
  keepsCookie = true;
  contacts: Contacts = { contacts: [], requests: [], blocked: [] };
  /** The response with contacts waits for this. */
  contactsReady: Promise<void> = Promise.resolve();
  reachable = true;
  /** What becomes of sockets: they are refused, or nothing is ever heard of them. HTTP works. */
  blocks: 'no' | 'refused' | 'swallowed' = 'no';
  /** True: sends get no answer. */
  mute = false;
  /** Pages wait for this. */
  pagesTravel: Promise<void> = Promise.resolve();
  /** Which pushes are lost. */
  loses: (seq: number) => boolean = () => false;
  /** Which acks are lost after the message is stored. */
  losesAck: () => boolean = () => false;
  /** Which pushes are repeated. */
  repeats: () => boolean = () => false;
  opened = 0;
  /** Sync responses wait for this after they were read. */
  syncTravels: () => Promise<void> = () => Promise.resolve();
  /** Which syncs fail. */
  failsSync: () => boolean = () => false;
  /** The number of syncs over HTTP. */
  syncs = 0;
  /** The user who signs in. */
  self: Self = ME;
  /** The server's time, epoch ms. */
  clock: () => number = () => Date.now();

  // ---- events on the server

  say(text: string, senderId = 'ann', clientMsgId: string = crypto.randomUUID()): Message {
    const seq = this.log.length + 1;
    const message: Message = {
      conversationId: A,
      seq,
      n: this.n + 1,
      senderId,
      clientMsgId,
      body: { kind: 'text', text },
      createdAt: Date.now(),
    };
    this.log.push({ message });
    return message;
  }

  /** Stores a message and pushes it to every connection. */
  push(text: string, senderId = 'ann'): Message {
    const message = this.say(text, senderId);
    this.tell(message);
    return message;
  }

  tell(message: Message, except?: FakeSocket): void {
    for (const socket of this.sockets) {
      if (!socket.live || socket === except) continue;
      socket.tid++;
      if (this.loses(message.seq)) continue;
      this.send(socket, { type: 'message', tid: socket.tid, message });
      if (this.repeats()) this.send(socket, { type: 'message', tid: socket.tid, message, redelivery: true });
    }
  }

  cut(code = 1006): void {
    for (const socket of [...this.sockets]) this.end(socket, code);
  }

  private get n(): number {
    return this.log.filter((entry) => 'message' in entry).length;
  }

  private summary(): ConversationSummary {
    const last = this.log.findLast((entry) => 'message' in entry);
    const readN = this.log.slice(0, this.readSeq).filter((entry) => 'message' in entry).length;
    return {
      id: A,
      kind: 'direct',
      title: 'Ann',
      peerId: 'ann',
      memberCount: 2,
      role: 'member',
      lastSeq: this.log.length,
      lastN: this.n,
      readSeq: this.readSeq,
      readN,
      unread: this.n - readN,
      mentions: 0,
      pinned: false,
      archived: false,
      activeAt: Date.now(),
      ...(last && 'message' in last && { lastMessage: last.message }),
    };
  }

  private inbox(cursor: string | undefined) {
    return {
      now: this.clock(),
      epoch: this.epoch,
      cursor: `${this.epoch}.${this.log.length}`,
      full: cursor?.split('.')[0] !== this.epoch,
      conversations: [this.summary()],
      unreadTotal: 0,
    };
  }

  /** Sends a frame to every connection; pushes get their tid. */
  broadcast(frame: (tid: number) => Down): void {
    for (const socket of this.sockets) {
      if (!socket.live) continue;
      socket.tid++;
      this.send(socket, frame(socket.tid));
    }
  }

  /** Sends `behind`: pushes of the conversation were skipped. */
  behind(): void {
    this.broadcast((tid) => ({ type: 'behind', tid, conversationIds: [A] }));
  }

  // ---- the socket

  open(url: string, events: SocketEvents): Socket {
    const tab = new URL(url, 'ws://x').searchParams.get('tab') ?? '';
    const socket: FakeSocket = { events, tab, tid: 0, live: false };
    this.opened++;
    queueMicrotask(() => {
      if (this.blocks === 'swallowed') return;
      if (!this.reachable || !this.session || this.blocks === 'refused') return events.closed(1006, '');
      for (const other of [...this.sockets]) if (other.tab === tab) this.end(other, CLOSE_CODES.replaced.code);
      this.sockets.add(socket);
      events.opened();
    });
    return {
      send: (text) => queueMicrotask(() => this.sockets.has(socket) && this.take(socket, text)),
      close: () => void this.sockets.delete(socket),
    };
  }

  private end(socket: FakeSocket, code: number): void {
    this.sockets.delete(socket);
    socket.events.closed(code, '');
  }

  private send(socket: FakeSocket, frame: Down): void {
    queueMicrotask(() => this.sockets.has(socket) && socket.events.received(JSON.stringify(frame)));
  }

  private take(socket: FakeSocket, text: string): void {
    if (text === PING) {
      socket.events.received(PONG);
      return;
    }
    const frame = JSON.parse(text) as Up;
    this.received.push(frame);
    if (frame.type === 'hello') {
      socket.live = true;
      this.send(socket, {
        type: 'welcome',
        connectionId: 'c',
        userId: this.self.id,
        heartbeatMs: 30_000,
        idleTimeoutMs: 300_000,
        ...this.inbox(frame.cursor),
      });
    } else if (frame.type === 'pull') {
      const { requestId, afterSeq, beforeSeq, limit = 50 } = frame;
      const page = this.page(afterSeq, beforeSeq, limit);
      void this.pagesTravel.then(() => this.send(socket, { type: 'pulled', requestId, conversationId: A, ...page }));
    } else if (frame.type === 'read') {
      this.readSeq = Math.max(this.readSeq, frame.seq);
      const readN = this.summary().readN;
      for (const each of this.sockets)
        this.send(each, { type: 'receipt', conversationId: A, userId: 'me', kind: 'read', seq: frame.seq, readN });
    } else if (frame.type === 'send' && !this.mute) {
      const known = this.log.find((entry) => 'message' in entry && entry.message.clientMsgId === frame.clientMsgId);
      const message = known && 'message' in known ? known.message : this.say(frame.body.text, 'me', frame.clientMsgId);
      this.readSeq = Math.max(this.readSeq, message.seq);
      const { clientMsgId, seq, n, createdAt } = message;
      if (!this.losesAck()) this.send(socket, { type: 'sendAck', clientMsgId, conversationId: A, seq, n, createdAt });
      this.tell(message, socket);
    }
  }

  private page(after: number | undefined, before: number | undefined, limit: number) {
    this.pulls.push(after === undefined ? `before ${before}` : `after ${after}`);
    const end = after === undefined ? (before ?? this.log.length + 1) - 1 : Math.min(this.log.length, after + limit);
    const start = after ?? Math.max(0, end - limit);
    const part = this.log.slice(start, end);
    return {
      messages: part.flatMap((entry) => ('message' in entry ? [entry.message] : [])),
      changes: part.flatMap((entry) => ('change' in entry ? [entry.change] : [])),
      hasMore: after === undefined ? start > 0 : end < this.log.length,
    };
  }

  // ---- HTTP

  async fetch(path: string): Promise<Response> {
    if (!this.reachable) throw new TypeError('Failed to fetch');
    const url = new URL(path, 'http://x');
    if (url.pathname === '/api/auth/sign-in') {
      this.session = this.keepsCookie;
      return Response.json({ user: this.self });
    }
    if (!this.session) return Response.json({ error: { code: 'unauthenticated', message: '', retryable: false } }, { status: 401 });
    if (url.pathname === '/api/auth/session') return Response.json({ user: this.self });
    if (url.pathname === '/api/auth/sign-out') {
      this.session = false;
      return new Response(null, { status: 204 });
    }
    if (url.pathname === '/api/contacts') {
      await this.contactsReady;
      return Response.json(this.contacts);
    }
    if (url.pathname === '/api/sync') {
      this.syncs++;
      const answer = this.inbox(url.searchParams.get('cursor') ?? undefined);
      await this.syncTravels();
      if (!this.reachable) throw new TypeError('Failed to fetch');
      if (this.failsSync()) return Response.json({ error: { code: 'unavailable', message: '', retryable: true } }, { status: 503 });
      return Response.json(answer);
    }
    if (url.pathname === '/api/drafts') return Response.json({ drafts: [] });
    if (url.pathname === '/api/users') return Response.json({ users: [] });
    if (url.pathname === `/api/conversations/${A}`) return Response.json({ conversation: this.summary() });
    if (url.pathname === `/api/conversations/${A}/messages`) {
      const number = (name: string) => (url.searchParams.has(name) ? Number(url.searchParams.get(name)) : undefined);
      return Response.json(this.page(number('after'), number('before'), number('limit') ?? 50));
    }
    return Response.json({ error: { code: 'not_found', message: '', retryable: false } }, { status: 404 });
  }
}
