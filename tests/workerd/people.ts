import { env as bindings } from 'cloudflare:workers';
import type { Down, DownOf } from '../../protocol/down';
import type { Up } from '../../protocol/up';
import { PROTOCOL_VERSION } from '../../protocol/version';
import type { Env } from '../../worker/platform/env';
import { openDirect } from '../../worker/store/groups/conversations';
import { directConversationId } from '../../worker/store/sql/ids';

export const env = bindings as unknown as Env;

export interface Person {
  readonly id: string;
  readonly sessionId: string;
}

let made = 0;

/** A user with a session, put into D1 directly: no password is hashed. */
export async function person(name = 'someone'): Promise<Person> {
  const id = `u${++made}-${crypto.randomUUID().slice(0, 8)}`;
  const sessionId = crypto.randomUUID();
  const now = Date.now();
  await env.DB.batch([
    env.DB.prepare(
      'INSERT INTO users (id, email, name, name_key, password_hash, created_at, updated_at) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?5)',
    ).bind(id, `${id}@example.com`, name, 'none', now),
    env.DB.prepare('INSERT INTO sessions (id, user_id, created_at, last_seen_at, expires_at) VALUES (?1, ?2, ?3, ?3, ?4)').bind(
      sessionId,
      id,
      now,
      now + 3_600_000,
    ),
  ]);
  return { id, sessionId };
}

/** The direct conversation of two people, in D1. */
export async function direct(a: Person, b: Person): Promise<string> {
  const id = await directConversationId(a.id, b.id);
  await openDirect(env.DB, id, a.id, b.id);
  return id;
}

/** Ann, Ben and their direct conversation. */
export async function pair(): Promise<{ ann: Person; ben: Person; conversationId: string }> {
  const [ann, ben] = [await person('Ann'), await person('Ben')];
  return { ann, ben, conversationId: await direct(ann, ben) };
}

export const hubOf = (who: Person) => env.USER_HUB.getByName(who.id);

/** The longest wait for a state, ms: longer than a busy machine needs. */
const PATIENCE_MS = 60_000;

/** One socket to a user's hub, with all frames that it received. */
export class Client {
  readonly frames: Down[] = [];
  closed: { code: number; reason: string } | undefined;
  private waiters: (() => void)[] = [];

  private constructor(
    readonly socket: WebSocket,
    private readonly autoAck: boolean,
  ) {
    socket.addEventListener('message', (event) => {
      if (event.data === 'pong') return;
      const frame = JSON.parse(String(event.data)) as Down;
      this.frames.push(frame);
      if ('tid' in frame && this.autoAck && socket.readyState === WebSocket.OPEN) this.send({ type: 'messageAck', tid: frame.tid });
      this.wake();
    });
    socket.addEventListener('close', (event) => {
      this.closed = { code: event.code, reason: event.reason };
      this.wake();
    });
  }

  private wake(): void {
    for (const waiter of this.waiters.splice(0)) waiter();
  }

  /** Opens a socket without sending `hello`. */
  static async open(
    who: Person,
    options: { device?: string; tab?: string; query?: string; autoAck?: boolean; version?: string } = {},
  ): Promise<Client> {
    const url = `https://magpie.test/api/ws?v=${options.version ?? PROTOCOL_VERSION}&device=${options.device ?? crypto.randomUUID()}&tab=${options.tab ?? 'tab'}${options.query ?? ''}`;
    const answer = await hubOf(who).fetch(url, { headers: { Upgrade: 'websocket', 'x-magpie-session': who.sessionId } });
    const socket = answer.webSocket;
    if (!socket) throw new Error(`no socket: ${answer.status}`);
    const client = new Client(socket, options.autoAck ?? true);
    socket.accept();
    return client;
  }

  /** Opens a socket and waits for its welcome. */
  static async connect(who: Person, options: { device?: string; tab?: string; cursor?: string; autoAck?: boolean } = {}): Promise<Client> {
    const client = await Client.open(who, options);
    client.send({ type: 'hello', ...(options.cursor !== undefined && { cursor: options.cursor }) });
    await client.next('welcome');
    return client;
  }

  send(frame: Up): void {
    this.socket.send(JSON.stringify(frame));
  }

  sendRaw(data: string | ArrayBuffer): void {
    this.socket.send(data);
  }

  say(conversationId: string, text: string, clientMsgId: string = crypto.randomUUID()): string {
    this.send({ type: 'send', clientMsgId, conversationId, body: { kind: 'text', text } });
    return clientMsgId;
  }

  of<T extends Down['type']>(type: T): DownOf<T>[] {
    return this.frames.filter((frame): frame is DownOf<T> => frame.type === type);
  }

  /** The first frame of a type that passes the test, waiting for it. */
  async next<T extends Down['type']>(
    type: T,
    test: (frame: DownOf<T>) => boolean = () => true,
    timeoutMs = PATIENCE_MS,
  ): Promise<DownOf<T>> {
    return this.until(() => this.of(type).find(test), timeoutMs, type);
  }

  async close(timeoutMs = PATIENCE_MS): Promise<{ code: number; reason: string }> {
    return this.until(() => this.closed, timeoutMs, 'close');
  }

  async until<T>(look: () => T | undefined, timeoutMs = PATIENCE_MS, what = 'it'): Promise<T> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`waited ${timeoutMs} ms for ${what}; got ${JSON.stringify(this.frames.map((frame) => frame.type))}`);
      await Promise.race([
        new Promise<void>((resolve) => this.waiters.push(resolve)),
        new Promise((resolve) => setTimeout(resolve, Math.min(left, 50))),
      ]);
    }
  }
}

export const settle = (ms = 100) => new Promise((resolve) => setTimeout(resolve, ms));
