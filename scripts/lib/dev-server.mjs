import { setTimeout as sleep } from 'node:timers/promises';
import { NODE, PARENT_WATCH, WRANGLER } from './paths.mjs';
import { endTree, start } from './processes.mjs';

const START_LIMIT_MS = 50_000;

/**
 * `wrangler dev`, answering requests when this resolves.
 *
 * @param {{ port: number, state: string, args?: readonly string[], onOutput?: (text: string) => void }} options
 * @throws {Error} with wrangler's own words when it ends or stays silent instead
 */
export async function startDevServer({ port, state, args = [], onOutput }) {
  const server = start(
    NODE,
    [
      '--import',
      PARENT_WATCH,
      WRANGLER,
      'dev',
      '--port',
      String(port),
      '--persist-to',
      state,
      '--show-interactive-dev-session',
      'false',
      ...args,
    ],
    // Copies of one name would otherwise find each other in a register in the user's home.
    { env: { WRANGLER_REGISTRY_PATH: `${state}/registry` }, ...(onOutput ? { onOutput } : {}) },
  );
  let over = false;
  void server.ended.then(() => {
    over = true;
  });
  const deadline = Date.now() + START_LIMIT_MS;
  // A Worker that does not build makes wrangler wait for a change.
  while (!over && Date.now() < deadline && !server.output().includes('Build failed with')) {
    if (await answers(port)) return server;
    await sleep(100);
  }
  const output = server.output();
  await endTree(server.pid);
  throw new Error(`wrangler dev did not start:\n${output}`);
}

/** @param {number} port */
async function answers(port) {
  try {
    const response = await fetch(`http://localhost:${port}/api/auth/session`, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
