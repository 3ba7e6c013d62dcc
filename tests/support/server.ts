import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundleWorker } from './bundle.ts';
import { freePort } from './free-port.ts';
import { processTree } from './processes.ts';
import type { ServerCommand, ServerConfig, ServerReply, SqlStatement } from './server-messages.ts';
import { sleep } from './waiting.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const START_LIMIT_MS = 60_000;

export interface ServerOptions {
  /** The Worker's entry, relative to the repository's root. */
  readonly entry?: string;
  /** Operator settings that differ from wrangler.toml. */
  readonly vars?: Readonly<Record<string, string>>;
  /** Binding name → class name; what wrangler.toml has unless given. */
  readonly objects?: Readonly<Record<string, string>>;
  /** Whether the product's migrations are applied. */
  readonly migrate?: boolean;
  /** Whether a profiler may attach. */
  readonly inspect?: boolean;
}

interface WranglerConfig {
  readonly compatibilityDate: string;
  readonly vars: Record<string, string>;
  readonly objects: Record<string, string>;
}

/** The parts of wrangler.toml that a local run needs; the file is ours and simple, so no TOML parser is. */
function wranglerConfig(): WranglerConfig {
  const text = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8');
  const section = (name: string) => text.split(`[${name}]`)[1]?.split(/^\[/m)[0] ?? '';
  const objects: Record<string, string> = {};
  for (const match of text.matchAll(/\[\[durable_objects\.bindings\]\]\s*name\s*=\s*"([^"]+)"\s*class_name\s*=\s*"([^"]+)"/g))
    if (match[1] && match[2]) objects[match[1]] = match[2];
  const vars: Record<string, string> = {};
  for (const match of section('vars').matchAll(/^([A-Z_]+)\s*=\s*"([^"]*)"/gm)) if (match[1]) vars[match[1]] = match[2] ?? '';
  return { compatibilityDate: /^compatibility_date\s*=\s*"([^"]+)"/m.exec(text)?.[1] ?? '', vars, objects };
}

/** The built Worker in workerd, with its own data on disk, ports and processes. */
export class Server {
  private readonly config: ServerConfig;
  private process: ChildProcess;
  private readonly calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private lastId = 0;

  private constructor(config: ServerConfig, child: ChildProcess) {
    this.config = config;
    this.process = child;
    this.listen(child);
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const wrangler = wranglerConfig();
    const config: ServerConfig = {
      script: await bundleWorker(options.entry ?? 'worker/index.ts'),
      port: await freePort(),
      state: mkdtempSync(join(tmpdir(), 'magpie-state-')),
      vars: { ...wrangler.vars, ...options.vars },
      objects: options.objects ?? wrangler.objects,
      compatibilityDate: wrangler.compatibilityDate,
      ...(options.inspect && { inspectorPort: await freePort() }),
    };
    const server = new Server(config, await launch(config));
    if (options.migrate ?? true) await server.migrate();
    return server;
  }

  get httpUrl(): string {
    return `http://127.0.0.1:${this.config.port}`;
  }

  get port(): number {
    return this.config.port;
  }

  /** Undefined unless started with `inspect`. */
  get inspectorPort(): number | undefined {
    return this.config.inspectorPort;
  }

  get wsUrl(): string {
    return `ws://127.0.0.1:${this.config.port}`;
  }

  /** The server's processes: workerd and its parent. */
  get pids(): number[] {
    return this.process.pid === undefined ? [] : processTree(this.process.pid);
  }

  /**
   * Kills workerd (and the process that would restart it), then starts a new one on the same data after `downMs`. Resolves when it
   * answers.
   */
  async kill(downMs = 0): Promise<void> {
    await this.end();
    await sleep(downMs);
    this.process = await launch(this.config);
    this.listen(this.process);
  }

  /** Evicts a user's hub; `hibernate` keeps its sockets, as the platform does. */
  async evict(userId: string, webSockets: 'hibernate' | 'close' = 'hibernate'): Promise<void> {
    await this.ask({ op: 'evict', binding: 'USER_HUB', name: userId, webSockets });
  }

  /** One D1 batch, straight into the database; the rows of each statement. */
  async sql(...statements: readonly SqlStatement[]): Promise<Record<string, unknown>[][]> {
    return (await this.ask({ op: 'sql', statements })) as Record<string, unknown>[][];
  }

  async stop(): Promise<void> {
    await this.end();
    rmSync(this.config.state, { recursive: true, force: true });
  }

  private async end(): Promise<void> {
    const child = this.process;
    const ended = new Promise((resolveEnd) => child.once('exit', resolveEnd));
    // Children first, so that none of them writes the same files as a successor.
    for (const pid of this.pids.reverse()) process.kill(pid, 'SIGKILL');
    await ended;
  }

  private listen(child: ChildProcess): void {
    child.on('message', (reply: ServerReply) => {
      const call = this.calls.get(reply.id);
      this.calls.delete(reply.id);
      if (reply.ok) call?.resolve(reply.value);
      else call?.reject(new Error(reply.error));
    });
    child.on('exit', () => {
      for (const call of this.calls.values()) call.reject(new Error('the server has ended'));
      this.calls.clear();
    });
  }

  private ask(command: ServerCommand): Promise<unknown> {
    const id = ++this.lastId;
    return new Promise((resolveCall, reject) => {
      this.calls.set(id, { resolve: resolveCall, reject });
      this.process.send({ ...command, id }, (error) => {
        if (error) reject(error);
      });
    });
  }

  private async migrate(): Promise<void> {
    const folder = join(ROOT, 'migrations');
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.sql')) continue;
      const statements = splitSql(readFileSync(join(folder, file), 'utf8'));
      await this.sql(...statements.map((sql) => ({ sql })));
    }
  }
}

/** Starts the process that runs the Worker; resolves when it answers. */
async function launch(config: ServerConfig): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'server-process.ts'), JSON.stringify(config)], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise<void>((ready, reject) => {
    const timer = setTimeout(() => reject(new Error('the server did not start')), START_LIMIT_MS);
    child.once('message', () => {
      clearTimeout(timer);
      ready();
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}`));
    });
  });
  return child;
}

/** Statements of a migration, without comments. Our migrations have no `;` inside a literal or a trigger. */
function splitSql(text: string): string[] {
  return text
    .replace(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
