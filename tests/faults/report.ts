import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { held, missing, type Outcome } from './outcome.ts';

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'reliability.md');
const BEGIN = '<!-- written by npm run chaos -- --write: begin -->';
const END = '<!-- written by npm run chaos -- --write: end -->';

/** Puts the table of a run into docs/reliability.md; what stands around it stays. */
export function writeReport(outcomes: readonly Outcome[]): void {
  const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : `# Reliability\n\n${BEGIN}\n${END}\n`;
  const head = before.slice(0, before.indexOf(BEGIN));
  const tail = before.slice(before.indexOf(END) + END.length);
  writeFileSync(FILE, `${head}${BEGIN}\n\n${table(outcomes)}\n\n${END}${tail}`);
}

function table(outcomes: readonly Outcome[]): string {
  const list = (values: Readonly<Record<string, number>>) =>
    Object.entries(values)
      .map(([name, value]) => `${words(name)} ${value}`)
      .join(', ');
  const rows = outcomes.map((outcome) => {
    const wrong = [...missing(outcome), ...outcome.problems];
    const result = held(outcome) ? 'held' : `**broken**: ${wrong.join('; ')}`;
    return `| ${outcome.scenario} | ${outcome.promise} | ${list(outcome.happened)} | ${list(outcome.figures)} | ${result} | ${outcome.seed} |`;
  });
  return ['| scenario | promise | faults | counted | result | seed |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/** `acksDropped` → `acks dropped`. */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
