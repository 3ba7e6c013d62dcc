// `npm run bench -- --web [--runs N] [--only NAME] [--write]`, started by bench/run.ts: what is felt in the browser, with its limits.
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { buildWeb } from '../../scripts/lib/web-build.mjs';
import { cpuMsOf, machineBusyMs, processTree } from '../../tests/support/processes.ts';
import { median } from '../results.ts';
import { type Stage, startStage, type WebTime } from './measure.ts';
import { measureComingBack, measureScrolling } from './reading.ts';
import { isOver, writeWebReport } from './report.ts';
import { measureTalking } from './talking.ts';
import { measureTyping } from './typing.ts';

const PARTS: Readonly<Record<string, (stage: Stage) => Promise<WebTime[]>>> = {
  typing: measureTyping,
  scrolling: measureScrolling,
  'coming-back': measureComingBack,
  talking: measureTalking,
};

const { values: options } = parseArgs({
  options: {
    web: { type: 'boolean', default: true },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true, default: [] },
  },
});

await buildWeb();
const stage = await startStage(Number(options.runs));
const chromium = stage.browser.version();
const [startedAt, busyBefore] = [performance.now(), machineBusyMs()];
// Of processes that end meanwhile nobody can tell the time afterwards: the share of the others is an upper bound.
const ownBefore = cpuMsOf(processTree(process.pid));
const times: WebTime[] = [];
let foreign = 0;
try {
  for (const [name, measure] of Object.entries(PARTS)) {
    if (options.only.length > 0 && !options.only.includes(name)) continue;
    for (const time of await measure(stage)) {
      times.push(time);
      const runs = time.runsMs.map((ms) => ms.toFixed(0)).join(', ');
      console.log(
        `${isOver(time) ? 'OVER' : 'ok  '} ${time.what}: median ${median(time.runsMs).toFixed(0)} ms of ${runs} (limit ${time.limitMs})`,
      );
    }
  }
  const own = cpuMsOf(processTree(process.pid)) - ownBefore;
  foreign = Math.max(0, machineBusyMs() - busyBefore - own) / (performance.now() - startedAt) / cpus().length;
} finally {
  await stage.stop();
}
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`;
console.log(`others used ${(foreign * 100).toFixed(0)} % of the machine`);
if (options.only.length === 0) writeWebReport({ at: new Date().toISOString(), commit, machine, chromium, foreign, times });
process.exit(times.some(isOver) ? 1 : 0);
