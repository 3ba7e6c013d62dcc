import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from '../support/free-port.ts';

/** A page in another browser, driven through W3C WebDriver: all that the smoke test needs of it. */
export interface Driven {
  readonly name: string;
  goto(url: string): Promise<void>;
  /** Runs the body of an async function in the page; what it returns comes back. */
  run<T>(body: string, ...args: readonly unknown[]): Promise<T>;
  /** Real keys, to whatever has the focus. */
  type(keys: string): Promise<void>;
  close(): Promise<void>;
}

/** What WebDriver calls the Enter key. */
export const ENTER = '\uE007';

const STARTS_IN_MS = 90_000;

interface Engine {
  readonly name: string;
  readonly command: (port: number) => readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly capabilities: object;
}

export const WEBKIT: Engine = {
  name: 'WebKitGTK',
  // A display that nobody sees.
  command: (port) => ['xvfb-run', '-a', 'WebKitWebDriver', `--port=${port}`, '--host=127.0.0.1'],
  env: { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1' },
  capabilities: {
    'webkitgtk:browserOptions': { binary: '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser', args: ['--automation'] },
  },
};

/** Starts the driver and a browser of its own. */
export async function drive(engine: Engine): Promise<Driven> {
  const port = await freePort();
  const [command, ...args] = engine.command(port);
  const child = spawn(command, args, { stdio: 'ignore', detached: true, env: { ...process.env, ...engine.env } });
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
    if (typeof value === 'object' && value !== null && value.error !== undefined) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  try {
    await answering(ask, child);
    const { sessionId } = await ask<{ sessionId: string }>('POST', '/session', { capabilities: { alwaysMatch: engine.capabilities } });
    const session = `/session/${sessionId}`;
    await ask('POST', `${session}/timeouts`, { script: 120_000 });
    return {
      name: engine.name,
      goto: (url) => ask('POST', `${session}/url`, { url }),
      async run(body, ...args) {
        const script = `const done = arguments[arguments.length - 1]; const args = [...arguments].slice(0, -1);
          (async () => { ${body} })().then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }));`;
        const answer = await ask<{ value?: unknown; error?: string }>('POST', `${session}/execute/async`, { script, args });
        if (answer.error !== undefined) throw new Error(answer.error);
        return answer.value as never;
      },
      async type(keys) {
        const actions = [...keys].flatMap((value) => [
          { type: 'keyDown', value },
          { type: 'keyUp', value },
        ]);
        await ask('POST', `${session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] });
      },
      async close() {
        await ask('DELETE', session).catch(() => undefined);
        end(child);
      },
    };
  } catch (error) {
    end(child);
    throw error;
  }
}

async function answering(ask: <T>(method: string, path: string) => Promise<T>, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + STARTS_IN_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the driver ended with ${child.exitCode}`);
    const ready = await ask('GET', '/status').then(
      () => true,
      () => false,
    );
    if (ready) return;
    if (Date.now() > deadline) throw new Error('the driver does not answer');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The driver with all it started: it leads a process group of its own. */
function end(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // Gone already.
  }
}
