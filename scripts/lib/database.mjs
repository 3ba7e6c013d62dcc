import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDevServer } from './dev-server.mjs';
import { NODE, WRANGLER } from './paths.mjs';
import { freePort } from './ports.mjs';
import { endTree, start } from './processes.mjs';

export const DEMO_PASSWORD = 'magpie-demo';
export const DEMO_PEOPLE = [
  { name: '张三', email: 'zhangsan@example.com' },
  { name: '李四', email: 'lisi@example.com' },
  { name: '王五', email: 'wangwu@example.com' },
];

/**
 * Brings the local database up to date, and gives a new one its demo accounts.
 *
 * @param {string} state folder of wrangler's local data
 */
export async function prepareDatabase(state) {
  // Stays behind when this is interrupted half-way, so that the next start finishes it.
  const pending = join(state, 'demo-accounts.pending');
  if (!existsSync(join(state, 'v3', 'd1'))) {
    mkdirSync(state, { recursive: true });
    writeFileSync(pending, '');
  }
  const migrations = start(NODE, [WRANGLER, 'd1', 'migrations', 'apply', 'magpie', '--local', '--persist-to', state]);
  if ((await migrations.ended) !== 0) throw new Error(`The migrations failed:\n${migrations.output()}`);
  if (!existsSync(pending)) return;
  await addDemoPeople(state);
  rmSync(pending);
}

/**
 * Through the front door, before the real server listens: nobody can meet a Magpie that lacks them, and the operator's own
 * `SIGN_UP` does not matter.
 *
 * @param {string} state
 */
async function addDemoPeople(state) {
  const port = await freePort();
  const server = await startDevServer({ port, state, args: ['--inspector-port', '0', '--var', 'SIGN_UP:open'] });
  try {
    for (const person of DEMO_PEOPLE) {
      const response = await fetch(`http://localhost:${port}/api/auth/sign-up`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...person, password: DEMO_PASSWORD, transport: 'bearer' }),
      });
      const body = await response.text();
      // 409: an earlier start was interrupted after this one.
      if (response.status !== 201 && response.status !== 409)
        throw new Error(`No account for ${person.email}: ${response.status} ${body.slice(0, 200)}`);
    }
  } finally {
    await endTree(server.pid);
  }
}
