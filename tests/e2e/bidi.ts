import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { freePort } from '../support/free-port.ts';
import type { Driven } from './webdriver.ts';

const STARTS_IN_MS = 90_000;

interface Answer {
  readonly id?: number;
  readonly type: string;
  readonly message?: string;
  readonly result?: unknown;
}

async function connect(port: number): Promise<WebSocket> {
  const deadline = Date.now() + STARTS_IN_MS;
  for (;;) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
    const open = await new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (open) return socket;
    if (Date.now() > deadline) throw new Error('Firefox does not answer');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Firefox speaks WebDriver BiDi by itself, over a socket. */
export async function driveFirefox(binary: string): Promise<Driven> {
  const profile = await mkdtemp(join(tmpdir(), 'magpie-firefox-'));
  const port = await freePort();
  const child = spawn(binary, ['--headless', '--no-remote', '--profile', profile, `--remote-debugging-port=${port}`, 'about:blank'], {
    stdio: 'ignore',
    detached: true,
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  const end = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    // The browser with all it started: it leads a process group of its own.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const socket = await connect(port);
    let lastId = 0;
    socket.on('message', (data) => {
      const answer = JSON.parse(String(data)) as Answer;
      if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    });
    const ask = async <T>(method: string, params: object): Promise<T> => {
      const id = ++lastId;
      const answer = await new Promise<Answer>((resolve) => {
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ id, method, params }));
      });
      waiting.delete(id);
      if (answer.type === 'error') throw new Error(`${method}: ${answer.message}`);
      return answer.result as T;
    };
    await ask('session.new', { capabilities: {} });
    const { contexts } = await ask<{ contexts: readonly { context: string }[] }>('browsingContext.getTree', {});
    const context = contexts[0]?.context;
    return {
      name: 'Firefox',
      goto: (url) => ask('browsingContext.navigate', { context, url, wait: 'complete' }),
      async run(body, ...args) {
        // As JSON, both ways: the protocol's own values come with their types around them.
        const { result } = await ask<{ result: { value?: string } }>('script.callFunction', {
          functionDeclaration: `async (given) => { const args = JSON.parse(given);
            try { return JSON.stringify({ value: await (async () => { ${body} })() ?? null }); } catch (error) { return JSON.stringify({ error: String(error) }); } }`,
          arguments: [{ type: 'string', value: JSON.stringify(args) }],
          target: { context },
          awaitPromise: true,
          userActivation: true,
        });
        const answer = JSON.parse(result.value ?? '{}') as { value?: unknown; error?: string };
        if (answer.error !== undefined) throw new Error(answer.error);
        return answer.value as never;
      },
      async type(keys) {
        const actions = [...keys].flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]);
        await ask('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions }] });
      },
      async close() {
        socket.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
