// For orientation: what one Node process does with ws and node:sqlite, same frames as relay.ts. Usage: node-sqlite.ts <port> <file>
import { DatabaseSync } from 'node:sqlite';
import WebSocket, { WebSocketServer } from 'ws';

const [, , port, file = ''] = process.argv;
const db = new DatabaseSync(file);
db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
  CREATE TABLE messages (seq INTEGER PRIMARY KEY, conversation TEXT NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE INDEX messages_conversation ON messages (conversation, seq);
  CREATE TABLE conversations (id TEXT PRIMARY KEY, last TEXT, at INTEGER);`);
const insert = db.prepare('INSERT INTO messages (conversation, sender, id, text, at) VALUES (?, ?, ?, ?, ?)');
const touch = db.prepare(
  'INSERT INTO conversations (id, last, at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET last = excluded.last, at = excluded.at',
);
const users = new Map<string, WebSocket>();

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false }, () =>
  process.send?.({ ready: true }),
);
server.on('connection', (socket, request) => {
  const user = new URL(request.url ?? '/', 'http://x').searchParams.get('user') ?? '';
  users.set(user, socket);
  socket.on('close', () => users.delete(user));
  socket.on('message', (raw) => {
    const { id, to, text } = JSON.parse(String(raw)) as { id: string; to: string; text: string };
    const conversation = user < to ? `${user}:${to}` : `${to}:${user}`;
    const at = Date.now();
    db.exec('BEGIN');
    insert.run(conversation, user, id, text, at);
    touch.run(conversation, text, at);
    db.exec('COMMIT');
    socket.send(JSON.stringify({ type: 'ack', id }));
    const push = JSON.stringify({ type: 'message', from: user, id, text });
    for (const member of to.split(',')) {
      const peer = users.get(member);
      if (peer?.readyState === WebSocket.OPEN) peer.send(push);
    }
  });
});
