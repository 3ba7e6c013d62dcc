// Runs one Worker in workerd, in a process of its own; started by server.ts.
import { readFileSync } from 'node:fs';
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare';
import { workerdOf } from './processes.ts';
import type { ServerCommand, ServerConfig, SqlStatement } from './server-messages.ts';

const NAME = 'magpie';

const config = JSON.parse(process.argv[2] ?? '') as ServerConfig;

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    name: NAME,
    host: '127.0.0.1',
    port: config.port,
    cf: false,
    ...(config.inspectorPort !== undefined && { inspectorPort: config.inspectorPort }),
    log: new Log(process.env.MAGPIE_SERVER_LOG ? LogLevel.INFO : LogLevel.ERROR),
    logRequests: false,
    resourcePersistencePath: config.state,
    modules: [{ type: 'ESModule', path: 'worker.mjs', contents: readFileSync(config.script, 'utf8') }],
    compatibilityDate: config.compatibilityDate,
    compatibilityFlags: ['nodejs_compat'],
    bindings: { ...config.vars },
    durableObjects: Object.fromEntries(
      Object.entries(config.objects).map(([binding, className]) => [binding, { className, useSQLite: true }]),
    ),
    d1Databases: { DB: 'magpie' },
  }),
);

async function run(command: ServerCommand): Promise<unknown> {
  switch (command.op) {
    case 'evict':
      return miniflare.unsafeEvictDurableObject(NAME, config.objects[command.binding] ?? '', {
        name: command.name,
        webSockets: command.webSockets,
      });
    case 'sql':
      return sql(command.statements);
  }
}

async function sql(statements: readonly SqlStatement[]): Promise<unknown> {
  const db = await miniflare.getD1Database('DB');
  const results = await db.batch(statements.map((statement) => db.prepare(statement.sql).bind(...(statement.params ?? []))));
  return results.map((result) => result.results);
}

process.on('message', (message: ServerCommand & { id: number }) => {
  run(message).then(
    (value) => process.send?.({ id: message.id, ok: true, value: value ?? null }),
    (error: unknown) => process.send?.({ id: message.id, ok: false, error: String(error) }),
  );
});
// The parent exited or asked to stop: nothing may outlive it.
process.on('disconnect', () => stop());
process.on('SIGTERM', () => stop());

function stop(): void {
  for (const pid of workerdOf(process.pid)) process.kill(pid, 'SIGKILL');
  process.exit(0);
}

await miniflare.ready;
process.send?.({ ready: true });
