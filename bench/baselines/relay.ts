// Bare relays to measure against: a hub per user, JSON frames, and one way each to make a message durable. Nothing else that a
// messenger needs: no sessions, membership, dedupe, seq, acks, resends, marks.
import { DurableObject } from 'cloudflare:workers';

type Mode = 'none' | 'batch' | 'ledger' | 'hub';

interface Env {
  readonly DB: D1Database;
  readonly USER: DurableObjectNamespace<User>;
  readonly WRITER: DurableObjectNamespace<Writer>;
}

interface Sent {
  readonly type: 'send';
  readonly id: string;
  readonly to: string;
  readonly text: string;
}

/** conversation, sender, id, text, time. */
type Row = [string, string, string, string, number];

const INSERT =
  'INSERT INTO messages (conversation, sender, id, text, at) SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?1)';
const TOUCH = `INSERT INTO conversations (id, last, at) SELECT value->>0, value->>3, value->>4 FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET last = excluded.last, at = excluded.at`;
const BATCH_MAX = 50;

async function store(db: D1Database, rows: readonly Row[]): Promise<void> {
  const list = JSON.stringify(rows);
  await db.batch([db.prepare(INSERT).bind(list), db.prepare(TOUCH).bind(list)]);
}

/** What waits while a batch is under way goes into the next. */
class Group {
  private waiting: { row: Row; done: () => void; failed: (error: unknown) => void }[] = [];
  private isRunning = false;

  constructor(private readonly db: D1Database) {}

  add(row: Row): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ row, done, failed });
      if (!this.isRunning) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, BATCH_MAX);
      try {
        await store(
          this.db,
          batch.map(({ row }) => row),
        );
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.isRunning = false;
  }
}

export class Writer extends DurableObject<Env> {
  private readonly group = new Group(this.env.DB);

  put(row: Row): Promise<void> {
    return this.group.add(row);
  }
}

export class User extends DurableObject<Env> {
  private readonly group = new Group(this.env.DB);

  override async fetch(request: Request): Promise<Response> {
    const query = new URL(request.url).searchParams;
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1]);
    pair[1].serializeAttachment({ user: query.get('user'), mode: query.get('mode') });
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  override async webSocketMessage(socket: WebSocket, raw: string): Promise<void> {
    const { user, mode } = socket.deserializeAttachment() as { user: string; mode: Mode };
    const { id, to, text } = JSON.parse(raw) as Sent;
    const row: Row = [user < to ? `${user}:${to}` : `${to}:${user}`, user, id, text, Date.now()];
    if (mode === 'batch') await store(this.env.DB, [row]);
    else if (mode === 'ledger') await this.env.WRITER.getByName('w').put(row);
    else if (mode === 'hub') await this.group.add(row);
    socket.send(JSON.stringify({ type: 'ack', id }));
    const push = JSON.stringify({ type: 'message', from: user, id, text });
    // A group is many receivers: the bare fan-out of an object per member.
    await Promise.all(to.split(',').map((member) => this.env.USER.getByName(member).deliver(push)));
  }

  deliver(push: string): void {
    for (const socket of this.ctx.getWebSockets()) socket.send(push);
  }

  override webSocketClose(): void {}
}

const SCHEMA = [
  'CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY, conversation TEXT NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL)',
  'CREATE INDEX IF NOT EXISTS messages_conversation ON messages (conversation, seq)',
  'CREATE TABLE IF NOT EXISTS conversations (id TEXT PRIMARY KEY, last TEXT, at INTEGER)',
];

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === '/schema') {
      await env.DB.batch(SCHEMA.map((sql) => env.DB.prepare(sql)));
      return new Response('ok');
    }
    return env.USER.getByName(url.searchParams.get('user') ?? '').fetch(request);
  },
};
