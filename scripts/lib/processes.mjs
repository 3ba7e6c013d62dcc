import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './paths.mjs';

const GRACE_MS = 4000;
const LEAF_MS = 500;

/** What keeps the tools quiet, offline and out of the user's home. */
export const QUIET = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_WRITE_LOGS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  NO_UPDATE_NOTIFIER: '1',
};

/**
 * Starts a program and keeps what it prints.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, onOutput?: (text: string) => void }} [options]
 */
export function start(command, args, { env = {}, onOutput } = {}) {
  // Same process group as ours: a terminal's Ctrl-C and a kill of the group reach it too.
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...QUIET, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (/** @type {string} */ text) => {
      output = (output + text).slice(-20_000);
      onOutput?.(text);
    });
  }
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      output += `${error.message}\n`;
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
  return { pid: child.pid, ended, output: () => output };
}

/**
 * Every process with its parent, `undone` where it is dead and only not yet collected.
 *
 * @returns {{ pid: number, parent: number, undone: boolean }[]}
 */
function processTable() {
  // A slim machine has /proc and no ps, a Mac the other way round.
  if (existsSync('/proc/self/stat')) {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
          const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
          return [{ pid: Number(name), parent: Number(parent), undone: state === 'Z' || state === 'X' }];
        } catch {
          return [];
        }
      });
  }
  const table = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).stdout ?? '';
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, state = ''] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), undone: state.startsWith('Z') };
    });
}

/**
 * Everything below a process, parents before children.
 *
 * @param {number} root
 */
function descendants(root) {
  const table = processTable();
  const found = [root];
  for (const parent of found) for (const row of table) if (row.parent === parent) found.push(row.pid);
  return found.slice(1);
}

/** @param {number} pid */
function childrenOf(pid) {
  return processTable()
    .filter((row) => row.parent === pid && !row.undone)
    .map((row) => row.pid);
}

/** @param {readonly number[]} pids */
function someAlive(pids) {
  const living = new Set(
    processTable()
      .filter((row) => !row.undone)
      .map((row) => row.pid),
  );
  return pids.some((pid) => living.has(pid));
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function tell(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, which is what was wanted.
  }
}

/**
 * Ends processes and all below them. Resolves when none is left.
 *
 * @param {readonly number[]} roots
 */
async function end(roots) {
  // Read before anything dies: an orphan loses its parent's pid and could not be found again.
  const members = [...new Set(roots.flatMap((root) => [root, ...descendants(root)]))];
  // The outermost first, by force (workerd takes SIGTERM as "when the last connection is closed"): while its parent lives, it is
  // collected by it, and does not stay in the process table of a machine whose first process collects nobody.
  const leaves = members.filter((pid) => descendants(pid).length === 0);
  for (const leaf of leaves) tell(leaf, 'SIGKILL');
  await gone(leaves, LEAF_MS);
  for (const root of roots) tell(root, 'SIGTERM');
  await gone(members, GRACE_MS);
  for (const member of members) tell(member, 'SIGKILL');
  await gone(members, GRACE_MS);
}

/**
 * @param {readonly number[]} pids
 * @param {number} limitMs
 */
async function gone(pids, limitMs) {
  const deadline = Date.now() + limitMs;
  while (someAlive(pids) && Date.now() < deadline) await sleep(20);
}

/** @param {number | undefined} pid one process that was started here */
export async function endTree(pid) {
  if (pid !== undefined) await end([pid]);
}

/** Ends everything that this process started. */
export async function endChildren() {
  await end(childrenOf(process.pid));
}
