import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DIST, NODE, PARENT_WATCH, ROOT, VITE } from './paths.mjs';
import { start } from './processes.mjs';

/** Its modification time is the moment before the build read its first source. */
const STAMP = join(ROOT, 'dist', 'web.stamp');
const SOURCES = ['web', 'protocol', 'vite.config.ts', 'package-lock.json'];

/** @param {string} path */
function files(path) {
  return statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [path];
}

function newestSource() {
  const times = SOURCES.map((source) => join(ROOT, source))
    .filter((path) => existsSync(path))
    .flatMap((path) => files(path))
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .map((path) => statSync(path).mtimeMs);
  return Math.max(...times);
}

function upToDate() {
  return existsSync(STAMP) && existsSync(join(DIST, 'index.html')) && statSync(STAMP).mtimeMs > newestSource();
}

/**
 * Puts the files of a finished build in the place that is served: every file by one rename, those that others name
 * (index.html, sw.js) last, what is left over removed. A server that runs meanwhile, or a second build, sees old or new, never half.
 *
 * @param {string} built
 */
function publish(built) {
  const relative = files(built).map((path) => path.slice(built.length + 1));
  const entryLast = relative.sort((a, b) => Number(a.endsWith('.html') || a === 'sw.js') - Number(b.endsWith('.html') || b === 'sw.js'));
  for (const path of entryLast) {
    mkdirSync(dirname(join(DIST, path)), { recursive: true });
    renameSync(join(built, path), join(DIST, path));
  }
  const wanted = new Set(relative);
  for (const path of files(DIST)) if (!wanted.has(path.slice(DIST.length + 1))) rmSync(path, { force: true });
}

/**
 * Builds the web app into dist/web unless that is newer than every source.
 *
 * @throws {Error} with vite's output when the build fails
 */
export async function buildWeb() {
  if (upToDate()) return;
  const startedAt = new Date();
  const folder = join(ROOT, 'dist', `build-${process.pid}`);
  try {
    const vite = start(NODE, [VITE, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'], {
      // A test runner's own would make another build of it: with debugging aids, and without the service worker.
      env: { NODE_ENV: 'production' },
    });
    if ((await vite.ended) !== 0) throw new Error(`The web app does not build:\n${vite.output()}`);
    publish(folder);
    writeFileSync(STAMP, '');
    utimesSync(STAMP, startedAt, startedAt);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Rebuilds straight into dist/web on every change of a source, until ended.
 *
 * @param {(text: string) => void} onOutput
 */
export function watchWeb(onOutput) {
  return start(
    NODE,
    ['--import', PARENT_WATCH, VITE, 'build', '--watch', '--outDir', DIST, '--emptyOutDir', 'false', '--logLevel', 'warn'],
    { onOutput },
  );
}
