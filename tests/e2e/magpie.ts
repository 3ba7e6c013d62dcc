import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';

/** A copy of Magpie as `npm start` runs it, on a port and a database of its own. */
export interface Magpie {
  readonly url: string;
  stop(): Promise<void>;
}

const READY_MS = 180_000;

/** Starts `scripts/start.mjs`, with another Worker where `entry` names one; rejects with its output when it is not ready in time. */
export async function startMagpie(vars: Readonly<Record<string, string>> = {}, entry?: string): Promise<Magpie> {
  const state = await mkdtemp(join(tmpdir(), 'magpie-e2e-'));
  const port = await freePort();
  const args = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  // Before the vars: an option of `wrangler dev` that may be given many times takes what follows it.
  if (entry !== undefined) args.unshift(entry);
  const child = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port), '--persist-to', state, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await ready(child);
  return {
    url: `http://localhost:${port}`,
    async stop() {
      if (child.exitCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      await gone;
      await rm(state, { recursive: true, force: true });
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGINT');
      reject(new Error(`Magpie was not ready in ${READY_MS} ms:\n${output}`));
    }, READY_MS);
    const done = (error?: Error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    };
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Magpie is ready')) done();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', (code) => done(new Error(`Magpie ended with ${code}:\n${output}`)));
  });
}
