import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../results.ts';
import type { WebTime } from './measure.ts';

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'performance.md');
const BEGIN = '<!-- written by npm run bench -- --web: begin -->';
const END = '<!-- written by npm run bench -- --web: end -->';

export interface WebRun {
  readonly at: string;
  readonly commit: string;
  readonly machine: string;
  readonly chromium: string;
  /** Share of the machine that others used, from 0 to 1. */
  readonly foreign: number;
  readonly times: readonly WebTime[];
}

export const isOver = ({ runsMs, limitMs }: WebTime): boolean => !(median(runsMs) <= limitMs);

/** Puts the table of a run into docs/performance.md; what stands around it stays. */
export function writeWebReport(run: WebRun): void {
  const before = readFileSync(FILE, 'utf8');
  const [begin, end] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (begin < 0 || end < 0) throw new Error(`${FILE} has no place for these tables: ${BEGIN}`);
  writeFileSync(FILE, `${before.slice(0, begin)}${BEGIN}\n\n${webTable(run)}\n\n${before.slice(end)}`);
}

function webTable({ at, commit, machine, chromium, foreign, times }: WebRun): string {
  const ms = (value: number) => (Number.isFinite(value) ? value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',') : '–');
  const rows = times.map((time) => {
    const { what, limitMs, runsMs } = time;
    const cells = [what, ms(median(runsMs)), `${ms(Math.min(...runsMs))}…${ms(Math.max(...runsMs))}`, ms(limitMs)];
    return `| ${cells.join(' | ')} | ${isOver(time) ? '**over**' : ''} |`;
  });
  return [
    `Run of ${at.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}, on ${machine}; Chromium ${chromium}, headless. Others used ${(foreign * 100).toFixed(0)} % of the machine meanwhile.`,
    '',
    `| what | median ms | of ${times[0]?.runsMs.length ?? 0} runs | limit ms |  |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
