// After `npm install` from a registry that holds only this platform's builds: npm leaves the packages of other platforms out of the lock
// file, and `npm ci` then refuses it, here and everywhere. Writes them back, by the exact versions that their parents name.
//
// It also takes out what packages ask of Node where that is more than the host must have: `npm ci` compares it with the host's Node,
// which only runs npm, and warns. The packaged Node, which runs them, fits.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/paths.mjs';

const LOCK = join(ROOT, 'package-lock.json');
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32'];
const CPUS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

/** @typedef {{ version?: string, dev?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string>, engines?: { node?: string } }} Entry */

/** The oldest major version of Node that package.json allows on the host. */
const HOST_NODE = 20;

/**
 * Where a package of this name runs, read from the name itself.
 *
 * @param {string} name
 * @returns {Pick<Entry, 'os' | 'cpu' | 'libc'> | undefined} undefined when it says nothing
 */
function platformOf(name) {
  const words = name
    .replace('windows', 'win32')
    .split(/[/-]/)
    .flatMap((word) => (word === '64' ? ['x64'] : [word]));
  const os = SYSTEMS.find((system) => words.includes(system) || words.includes(`${system}64`));
  const cpu = CPUS.find((kind) => words.includes(kind)) ?? CPUS.find((kind) => words.some((word) => word.startsWith(kind)));
  if (os === undefined || cpu === undefined) return undefined;
  return { os: [os], cpu: [cpu], ...(words.includes('musl') || words.includes('linuxmusl') ? { libc: ['musl'] } : {}) };
}

/** @type {{ packages: Record<string, Entry> }} */
const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
let added = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (lock.packages[`${path}/node_modules/${name}`] !== undefined) continue;
    const place = `node_modules/${name}`;
    const present = lock.packages[place];
    const platform = platformOf(name);
    if (platform === undefined || !/^\d/.test(version)) continue;
    if (present?.version === version) continue;
    // Another version has the place already: this one goes beside its parent.
    lock.packages[present === undefined ? place : `${path}/node_modules/${name}`] = { version, ...platform, dev: true, optional: true };
    added += 1;
  }
}
let freed = 0;
for (const entry of Object.values(lock.packages)) {
  const majors = [...(entry.engines?.node ?? '').matchAll(/(?<![.\d])\d+/g)].map(([major]) => Number(major));
  if (majors.length === 0 || Math.min(...majors) <= HOST_NODE) continue;
  delete entry.engines;
  freed += 1;
}
const ordered = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(LOCK, `${JSON.stringify({ ...lock, packages: ordered }, null, 2)}\n`);
console.log(`${added} packages of other platforms written into the lock file.`);
console.log(`${freed} packages no longer ask for a newer Node than the host's.`);
