// What follows from the list of folders: Biome's import rules, the table in CONTRIBUTING.md and the map in docs/architecture.md.
import { posix } from 'node:path';
import { FOLDERS } from './folders.mjs';

const MESSAGE = 'Imports point one way: scripts/lib/folders.mjs says which folders this one may import.';

/** Packages that a side must not know. */
const FOREIGN = {
  protocol: ['cloudflare:*', 'node:*', 'preact', 'preact/**', '@preact/**', 'hono', 'hono/**'],
  worker: ['preact', 'preact/**', '@preact/**'],
  web: ['cloudflare:*', 'hono', 'hono/**', 'drizzle-orm', 'drizzle-orm/**'],
};

/** Biome's overrides, one a folder: everything outside the folder is refused but the folders it may import. */
export function importRules() {
  return FOLDERS.map(({ path, imports }) => {
    const side = /** @type {keyof typeof FOREIGN} */ (path.split('/')[0]);
    const allowed = imports.map((target) => `!${relative(path, target)}/*`);
    const patterns = [
      { group: ['../**', './*/**', ...allowed], message: MESSAGE },
      { group: FOREIGN[side], message: MESSAGE },
    ];
    return {
      includes: [`${path}/*.ts`, `${path}/*.tsx`, '!**/*.test.ts', '!**/*.test.tsx'],
      linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
    };
  });
}

/** @param {string} from @param {string} to */
function relative(from, to) {
  const path = posix.relative(from, to);
  return path.startsWith('.') ? path : `./${path}`;
}

/** The Markdown table of CONTRIBUTING.md. */
export function folderTable() {
  const rows = FOLDERS.map(({ path, holds }) => `| \`${path}/\` | ${holds} |`);
  return ['| folder | holds |', '|---|---|', ...rows].join('\n');
}

/** The map of docs/architecture.md: the same folders as a tree. */
export function folderMap() {
  const holdsOf = new Map(FOLDERS.map(({ path, holds }) => [path, holds]));
  const parents = FOLDERS.flatMap(({ path }) => path.split('/').map((_, depth, names) => names.slice(0, depth + 1).join('/')));
  const lines = [...new Set(parents)].toSorted().map((path) => {
    const indent = '  '.repeat(path.split('/').length - 1);
    return `    ${`${indent}${posix.basename(path)}/`.padEnd(24)}${holdsOf.get(path) ?? ''}`.trimEnd();
  });
  return lines.join('\n');
}
