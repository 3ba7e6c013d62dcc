// `npm run chaos [-- --seed N] [--only NAME] [--long] [--write]`: docs/reliability.md says what it proves.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { held, missing } from './outcome.ts';
import { writeReport } from './report.ts';
import { scenarios } from './scenarios.ts';

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
    scale: { type: 'string', default: '1' },
    long: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const seed = Number(options.seed);
const outcomes = [];
for (const [name, scenario] of Object.entries(scenarios)) {
  if (options.only.length > 0 && !options.only.includes(name)) continue;
  const startedAt = performance.now();
  const outcome = await scenario({ seed, scale: Number(options.scale), long: options.long });
  outcomes.push(outcome);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${held(outcome) ? 'ok  ' : 'FAIL'} ${outcome.scenario}, seed ${seed}, ${seconds} s`);
  console.log(`     faults ${JSON.stringify(outcome.happened)}; figures ${JSON.stringify(outcome.figures)}`);
  for (const problem of [...missing(outcome), ...outcome.problems]) console.log(`     ${problem}`);
}
if (options.write) writeReport(outcomes);
const simulated = options.long && options.only.length === 0 ? simulate() : true;
process.exit(simulated && outcomes.every(held) ? 0 : 1);

/** The state machines in virtual time, in hundreds of times as many sequences as in a test run. Takes an hour. */
function simulate(): boolean {
  const env = { ...process.env, SIM_RUNS: '50000', SIM_SEED: String(seed) };
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'simulation', '--testTimeout', '7200000'];
  return spawnSync(process.execPath, args, { env, stdio: 'inherit' }).status === 0;
}
