import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The repository's root folder. */
export const ROOT = join(import.meta.dirname, '..', '..');

const packaged = join(ROOT, 'node_modules', 'node', 'bin', 'node');

/** The Node that runs the tools: the one of the npm package, since wrangler and vitest need a newer one than the host may have. */
export const NODE = existsSync(packaged) ? packaged : process.execPath;

export const WRANGLER = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
export const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
export const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

/** Where the built web app is served from; wrangler.toml names the same folder. */
export const DIST = join(ROOT, 'dist', 'web');

/** Preloaded into what runs for long, so that it never outlives us. */
export const PARENT_WATCH = join(import.meta.dirname, 'parent-watch.mjs');
