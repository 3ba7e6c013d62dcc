import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** Stands before a server and hands everything on, but for the service worker, which it can make another version, and while it is cut. */
export interface FrontProxy {
  readonly url: string;
  /** From now on `/sw.js` differs by a comment, which to a browser is a new version. */
  publish(): void;
  /** The way to the server is gone: what is open ends, and nothing new gets through. */
  cut(): void;
  restore(): void;
  /** What becomes of WebSockets from now on; HTTP passes. `swallowed`: the upgrade is never answered. */
  upgrades(what: 'pass' | 'refused' | 'swallowed'): void;
  stop(): Promise<void>;
}

export async function startFrontProxy(target: string): Promise<FrontProxy> {
  const { port, host, origin } = new URL(target);
  let version = 0;
  let isCut = false;
  let upgrades: 'pass' | 'refused' | 'swallowed' = 'pass';
  const headersOf = (request: IncomingMessage) => {
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (typeof value === 'string' && !/^(?:host|connection|origin|referer|accept-encoding|if-none-match|if-modified-since)$/.test(name))
        headers.set(name, value);
    // The server accepts what comes from its own pages.
    if (request.headers.origin !== undefined) headers.set('origin', origin);
    return headers;
  };
  const sockets = new Set<Socket>();
  const answerOf = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      redirect: 'manual',
      ...body,
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const headers = [...answer.headers].filter(
      ([name]) => !/^(?:content-length|content-encoding|transfer-encoding|set-cookie)$/.test(name),
    );
    response.writeHead(answer.status, [...headers, ...answer.headers.getSetCookie().map((cookie) => ['set-cookie', cookie])].flat());
    response.end(request.url === '/sw.js' && version > 0 ? `${bytes}\n// ${version}` : bytes);
  };
  const server = createServer((request, response) => {
    // Either end is gone: to the other one, the way between them is.
    answerOf(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    if (isCut) return socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (upgrades === 'swallowed') return;
    if (upgrades === 'refused') {
      socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    const lines = Object.entries({ ...request.headers, host, origin }).map(([name, value]) => `${name}: ${value}`);
    const up = connect(Number(port), 'localhost', () => {
      up.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      up.write(head);
      up.pipe(socket).pipe(up);
    });
    up.on('error', () => socket.destroy());
    socket.on('error', () => up.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    publish() {
      version++;
    },
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    restore() {
      isCut = false;
    },
    upgrades(what) {
      upgrades = what;
    },
    stop() {
      // The upgraded ones too, which the server no longer counts among its own.
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
