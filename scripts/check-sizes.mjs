// Holds files to 300 lines and what is shipped to its budget. Sizes are gzip, in bytes.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DIST, NODE, ROOT, WRANGLER } from './lib/paths.mjs';
import { QUIET } from './lib/processes.mjs';
import { buildWeb } from './lib/web-build.mjs';

const MAX_LINES = 300;
const KB = 1024;
/** What a chunk that is fetched when it is needed may come to, by the beginning of its name. */
const ROOM = 1.15;
/** @type {Record<string, { budget: number, chunks: readonly string[] }>} */
const LAZY = {
  'emoji in one language': { budget: 46 * KB * ROOM, chunks: ['emoji-picker', 'emoji-base', 'emoji-zh-CN', 'search', 'data'] },
  pinyin: { budget: 20 * KB * ROOM, chunks: ['pinyin'] },
  settings: { budget: 20 * KB * ROOM, chunks: ['settings-page'] },
  conversation: { budget: 40 * KB, chunks: ['conversation-view'] },
};
/** Any other chunk: a screen, a dialog, a dictionary. */
const CHUNK = 10 * KB;
const BUDGETS = { 'initial JS': 75 * KB, 'all CSS': 14 * KB, 'service worker': 4 * KB, 'Worker bundle': 150 * KB };
/** Generated files, and those that hold data and no code. */
const DATA = /\.generated\.|[/\\](i18n[/\\](zh-CN|en)|emoji[/\\]data)\.ts$/;
const FOLDERS = ['protocol', 'worker', 'web', 'tests', 'bench', 'scripts'];

/** @param {string} path */
function gzipSize(path) {
  return gzipSync(readFileSync(path), { level: 9 }).length;
}

/** @param {string} folder */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function tooLong() {
  return FOLDERS.flatMap((folder) => filesIn(join(ROOT, folder)))
    .filter((path) => /\.(ts|tsx|css|mjs)$/.test(path) && !DATA.test(path))
    .map((path) => ({ path: path.slice(ROOT.length + 1), lines: readFileSync(path, 'utf8').trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path} has ${lines} lines, ${MAX_LINES} are the limit`);
}

/** What index.html names is what the first paint waits for: scripts and, since Vite lists them, all their static imports. */
function initialScripts() {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  return [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].flatMap((match) => (match[1] === undefined ? [] : [join(DIST, match[1])]));
}

function workerBundle() {
  const folder = mkdtempSync(join(tmpdir(), 'magpie-bundle-'));
  try {
    const run = spawnSync(NODE, [WRANGLER, 'deploy', '--dry-run', '--minify', '--outdir', folder], {
      cwd: ROOT,
      env: { ...process.env, ...QUIET },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (run.status !== 0) throw new Error(`The Worker does not build:\n${run.stdout}${run.stderr}`);
    return filesIn(folder)
      .filter((path) => path.endsWith('.js'))
      .reduce((sum, path) => sum + gzipSize(path), 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<Record<keyof typeof BUDGETS, number>>} */
async function measure() {
  await buildWeb();
  const sum = (/** @type {string[]} */ paths) => paths.reduce((total, path) => total + gzipSize(path), 0);
  const built = filesIn(DIST);
  return {
    'initial JS': sum(initialScripts()),
    'all CSS': sum(built.filter((path) => path.endsWith('.css'))),
    'service worker': sum(built.filter((path) => path === join(DIST, 'sw.js'))),
    'Worker bundle': workerBundle(),
  };
}

/** A chunk's name without its hash. @param {string} path */
const nameOf = (path) => basename(path).replace(/-[\w-]{8}\.js$/, '');

/** Chunks beyond what the first paint waits for, against their budgets. */
function tooLargeChunks() {
  const initial = new Set(initialScripts());
  const chunks = filesIn(join(DIST, 'assets')).filter((path) => path.endsWith('.js') && !initial.has(path));
  const known = new Set();
  const problems = [];
  for (const [name, { budget, chunks: names }] of Object.entries(LAZY)) {
    const found = names.map((wanted) => chunks.filter((path) => nameOf(path) === wanted));
    const missing = names.filter((_, i) => found[i]?.length === 0);
    if (missing.length > 0) problems.push(`${name} has no chunk ${missing.join(', ')}: its budget holds nothing`);
    const paths = found.flat();
    for (const path of paths) known.add(path);
    const bytes = paths.reduce((total, path) => total + gzipSize(path), 0);
    console.log(`${name}, later: ${(bytes / KB).toFixed(1)} of ${(budget / KB).toFixed(0)} KB gzip`);
    if (bytes > budget) problems.push(`${name} is ${bytes} bytes gzip, ${Math.round(budget)} are the budget`);
  }
  const others = chunks.filter((path) => !known.has(path) && nameOf(path) !== 'emoji-en').map((path) => ({ path, bytes: gzipSize(path) }));
  for (const { path, bytes } of others)
    if (bytes > CHUNK) problems.push(`${basename(path)} is ${bytes} bytes gzip, ${CHUNK} are the budget of a chunk`);
  const largest = others.reduce((a, b) => (a.bytes > b.bytes ? a : b));
  console.log(
    `${others.length} other chunks, the largest ${nameOf(largest.path)}: ${(largest.bytes / KB).toFixed(1)} of ${CHUNK / KB} KB gzip`,
  );
  return problems;
}

try {
  const sizes = await measure();
  const problems = [...tooLong(), ...tooLargeChunks()];
  for (const [name, bytes] of Object.entries(sizes)) {
    const budget = BUDGETS[/** @type {keyof typeof BUDGETS} */ (name)];
    console.log(`${name}: ${(bytes / KB).toFixed(1)} of ${budget / KB} KB gzip`);
    if (bytes > budget) problems.push(`${name} is ${bytes} bytes gzip, ${budget} are the budget`);
  }
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
