import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gates, passes } from './gates.ts';
import type { LoadResult } from './load/spec.ts';
import { plot } from './plot.ts';
import { ASSUMED_D1_MS, costPerMillion, PRICES } from './prices.ts';
import { median, type Results, type Timed } from './results.ts';
import type { TargetName } from './targets.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');
const BEGIN = '<!-- written by npm run bench: begin -->';
const END = '<!-- written by npm run bench: end -->';

const LABELS: Record<TargetName, string> = {
  magpie: '**Magpie**',
  'magpie-direct': 'Magpie without its ledger',
  metered: 'Magpie with meters',
  'relay-none': 'relay, nothing stored (baseline 1)',
  'relay-batch': 'relay, one D1 batch a message (2)',
  'relay-ledger': 'relay, group commit through one object (3)',
  'relay-hub': 'relay, group commit per hub (3, variant)',
  'node-sqlite': 'one Node process, ws + node:sqlite (4)',
};

/** Puts the tables of a run into docs/performance.md and the plot beside it. */
export function writeReport(results: Results): void {
  const file = join(DOCS, 'performance.md');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : `# Performance\n\n${BEGIN}\n${END}\n`;
  const head = before.slice(0, before.indexOf(BEGIN));
  const tail = before.slice(before.indexOf(END) + END.length);
  writeFileSync(file, `${head}${BEGIN}\n\n${tables(results)}\n${END}${tail}`);
  writeFileSync(join(DOCS, 'performance.svg'), plot(results));
}

export function tables(results: Results): string {
  const { at, commit, machine, versions, timesOf } = results;
  const minute = (time: string) => `${time.slice(0, 16).replace('T', ' ')} UTC`;
  const software = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `Run of ${minute(at)}, commit ${commit}, on ${machine}; ${software.join(', ')}.${timesOf ? ` Times: run of ${minute(timesOf.at)}, commit ${timesOf.commit}.` : ''}`,
    '',
    '## Speed',
    '',
    speed(results.timed),
    '',
    '## Counts',
    '',
    counts(results),
    '',
    '## Price',
    '',
    prices(results),
    '',
    '## Limits that CI holds',
    '',
    table(
      ['count', 'is', 'at most', ''],
      gates(results).map((gate) => [gate.what, number(gate.value), number(gate.limit), passes(gate) ? '' : '**over**']),
    ),
    '',
  ].join('\n');
}

/** Median of the runs, and how far they lie apart, where they do. */
function spread(runs: readonly LoadResult[], value: (run: LoadResult) => number): string {
  const values = runs.map(value);
  const middle = number(median(values));
  return values.length > 1 ? `${middle} (${number(Math.min(...values))}…${number(Math.max(...values))})` : middle;
}

const cpuPerMessage = (run: LoadResult) => run.serverCpuMs / Math.max(1, run.messages);
const DISTURBED_FROM = 0.15;

function speed(timed: readonly Timed[]): string {
  const rows = timed.map(({ workload, target, runs }) => {
    const foreign = median(runs.map((run) => run.foreignMs / run.wallMs));
    const isConnecting = workload.startsWith('idle');
    return [
      workload,
      LABELS[target],
      isConnecting || workload.startsWith('inbox') ? '–' : spread(runs, (run) => run.perS),
      spread(runs, (run) => (isConnecting ? run.connectMs.p50 : run.shown.p50)),
      spread(runs, (run) => (isConnecting ? run.connectMs.p99 : run.shown.p99)),
      spread(runs, (run) => run.acked.p99),
      isConnecting || workload.startsWith('inbox') ? '–' : spread(runs, cpuPerMessage),
      note(workload, runs) + (foreign > DISTURBED_FROM ? ` disturbed: ${number(foreign * 100)} % of a core was others'` : ''),
    ];
  });
  return table(['workload', 'server', 'messages/s', 'shown p50 ms', 'shown p99 ms', 'sendAck p99 ms', 'CPU ms/message', ''], rows);
}

function note(workload: Timed['workload'], runs: readonly LoadResult[]): string {
  const kib = spread(runs, (run) => (run.memoryAfter - run.memoryBefore) / 1024 / Math.max(1, run.connectMs.count));
  if (workload.startsWith('idle')) return `${kib} KiB a connection; times are those of connecting`;
  if (workload.startsWith('storm')) return `all welcome after ${spread(runs, (run) => run.connectMs.max)} ms`;
  if (workload.startsWith('inbox')) return 'shown: welcome without a cursor; sendAck: with one';
  const lost = runs.reduce((sum, run) => sum + run.lost, 0);
  return lost > 0 ? `${lost} messages unanswered in time` : '';
}

function counts(results: Results): string {
  const columns = [
    'd1RoundTrips',
    'rowsRead',
    'rowsWritten',
    'rpcs',
    'framesIn',
    'alarms',
    'setAlarms',
    'workerRequests',
    'objectMs',
  ] as const;
  const head = [
    'D1 round trips',
    'rows read',
    'rows written',
    'calls between objects',
    'frames in',
    'alarms',
    'alarms set',
    'Worker requests',
    'object ms',
  ];
  const rows = results.counted.map(({ scenario, unit, units, counts: counted }) => [
    scenario,
    unit === 'run' ? 'the whole run' : `a ${unit}, of ${number(units)}`,
    ...columns.map((column) => number(counted[column])),
  ]);
  return table(['scenario', 'per', ...head], rows);
}

function prices(results: Results): string {
  const rows = results.counted
    .filter(({ unit }) => unit === 'message')
    .map(({ scenario, counts: counted }) => {
      const cost = costPerMillion(counted);
      return [
        scenario,
        ...[cost.requests, cost.rowsWritten, cost.rowsRead, cost.duration, cost.total].map((dollars) => dollars.toFixed(2)),
      ];
    });
  return [
    `Dollars per million messages, by the list prices of ${PRICES.date} beyond the paid plan's allowance (\`bench/prices.ts\`). Duration is what was`,
    `counted here plus an assumed ${ASSUMED_D1_MS} ms for each D1 round trip.`,
    '',
    table(['scenario', 'requests', 'rows written', 'rows read', 'duration', 'total'], rows),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Three digits are what a run can tell. */
function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  return String(Number(value.toPrecision(3)));
}
