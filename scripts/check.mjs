// `npm run check`: format, lint, types, dead code, sizes. Everything runs, so that one look shows all that is wrong.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, ROOT } from './lib/paths.mjs';
import { start } from './lib/processes.mjs';

/** @param {string} name */
const tool = (name) => join(ROOT, 'node_modules', '.bin', name);
const typeConfigs = readdirSync(ROOT).filter((name) => /^tsconfig.*\.json$/.test(name));

/** @type {{ name: string, command: string, args: string[] }[]} */
const checks = [
  { name: 'format and lint', command: tool('biome'), args: ['check', '--max-diagnostics=100', '--diagnostic-level=error', '.'] },
  ...typeConfigs.map((config) => ({ name: `types ${config}`, command: tool('tsc'), args: ['-p', config] })),
  { name: 'dead code', command: tool('knip'), args: [] },
  { name: 'sizes', command: NODE, args: [join(import.meta.dirname, 'check-sizes.mjs')] },
];

let failed = 0;
for (const { name, command, args } of checks) {
  const run = start(command, args);
  const ok = (await run.ended) === 0;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}`);
  if (!ok) failed += 1;
  if (!ok || name === 'sizes') console.log(run.output().trimEnd());
}
process.exitCode = failed === 0 ? 0 : 1;
