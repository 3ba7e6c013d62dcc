// `npm run chaos [-- --seed N] [--only NAME] [--long] [--write]`: docs/reliability.md says what it proves.
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
process.exit(outcomes.every(held) ? 0 : 1);
