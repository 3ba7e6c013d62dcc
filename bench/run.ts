// `npm run bench [-- --quick] [--json FILE] [--only WORKLOAD] [--rounds N] [--attempts N] [--from FILE] [--times FILE]`, or
// `npm run bench -- --web [--runs N] [--only PART]` for the browser: docs/performance.md says what they show.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { bundleWorker } from '../tests/support/bundle.ts';
import { countAll } from './counting.ts';
import { timeFront } from './front.ts';
import { gates, passes } from './gates.ts';
import { writeReport } from './report.ts';
import type { Results } from './results.ts';
import { timeAll } from './timing.ts';

if (process.argv.includes('--web')) {
  const args = [join(import.meta.dirname, 'web', 'main.ts'), ...process.argv.slice(2)];
  process.exit(spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1);
}

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    /** Writes the report of an earlier run and measures nothing. */
    from: { type: 'string' },
    /** Counts anew, and keeps the times of an earlier run. */
    times: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '3' },
    attempts: { type: 'string', default: '3' },
  },
});

const say = (line: string) => console.log(line);

const results = options.from ? (JSON.parse(readFileSync(options.from, 'utf8')) as Results) : await measure();
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
if (!results.quick && options.only.length === 0) writeReport(results);

let failed = 0;
for (const gate of options.only.length > 0 ? [] : gates(results)) {
  if (!passes(gate)) failed++;
  say(`${passes(gate) ? 'ok  ' : 'FAIL'} ${gate.what}: ${Number(gate.value.toPrecision(4))} (at most ${gate.limit})`);
}
if (failed > 0) say(`${failed} counts are over their limit.`);
process.exit(failed > 0 ? 1 : 0);

async function measure(): Promise<Results> {
  const counted = options.only.length > 0 ? [] : await countAll(options.quick, say);
  const earlier = options.times ? (JSON.parse(readFileSync(options.times, 'utf8')) as Results) : undefined;
  const timed =
    options.quick || earlier
      ? []
      : await timeAll({ rounds: Number(options.rounds), only: options.only, attempts: Number(options.attempts), say });
  const front = options.quick || earlier || options.only.length > 0 ? undefined : await timeFront(say);
  const version = (name: string) => (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
  return {
    at: new Date().toISOString(),
    commit: git('rev-parse', '--short', 'HEAD'),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    versions: { node: process.versions.node, miniflare: version('miniflare'), workerd: version('workerd'), ws: version('ws') },
    quick: options.quick,
    scriptBytes: gzipSync(readFileSync(await bundleWorker('worker/index.ts', { minify: true }))).length,
    counted,
    timed: [...(earlier?.timed ?? timed), ...(front ? [front] : [])],
    ...(earlier && { timesOf: { at: earlier.at, commit: earlier.commit } }),
  };
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
