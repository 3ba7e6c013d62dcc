import { median, type Results } from './results.ts';
import type { TargetName } from './targets.ts';

const WIDTH = 720;
const HEIGHT = 300;
const MARGIN = { left: 56, right: 16, top: 28, bottom: 40 };
const PLOTTED: readonly { readonly target: TargetName; readonly label: string; readonly colour: string }[] = [
  { target: 'relay-ledger', label: 'relay, group commit through one object', colour: '#888' },
  { target: 'magpie', label: 'Magpie', colour: '#0a7' },
];

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Two charts over the offered load: messages/s delivered, and p99 from send to the peer's screen. */
export function plot(results: Results): string {
  const series = PLOTTED.map((line) => ({ ...line, runs: offered(results, line.target) }));
  const rate = series.map((line) => ({ ...line, points: line.runs.map(({ offeredPerS, perS }) => ({ x: offeredPerS, y: perS })) }));
  const late = series.map((line) => ({ ...line, points: line.runs.map(({ offeredPerS, p99 }) => ({ x: offeredPerS, y: p99 })) }));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${2 * HEIGHT}" font-family="sans-serif" font-size="12">
<rect width="${WIDTH}" height="${2 * HEIGHT}" fill="#fff"/>
${chart('messages/s delivered over messages/s offered', rate, 0)}
${chart('p99 from send to screen, ms, over messages/s offered', late, HEIGHT)}
</svg>
`;
}

function offered(results: Results, target: TargetName) {
  return results.timed
    .filter((timed) => timed.target === target && timed.workload.startsWith('offered'))
    .map(({ workload, runs }) => ({
      offeredPerS: Number(/\d+/.exec(workload)?.[0]),
      perS: median(runs.map((run) => run.perS)),
      p99: median(runs.map((run) => run.shown.p99)),
    }));
}

function chart(title: string, lines: readonly { label: string; colour: string; points: readonly Point[] }[], top: number): string {
  const all = lines.flatMap(({ points }) => points);
  const maxX = Math.max(1, ...all.map(({ x }) => x));
  const maxY = Math.max(1, ...all.map(({ y }) => y));
  const x = (value: number) => MARGIN.left + (value / maxX) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number) => top + HEIGHT - MARGIN.bottom - (value / maxY) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return [
    `<text x="${MARGIN.left}" y="${top + 18}" font-weight="bold">${title}</text>`,
    ...ticks.map(
      (share) => `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(share * maxY)}" y2="${y(share * maxY)}" stroke="#ddd"/>`,
    ),
    ...ticks.map((share) => `<text x="${MARGIN.left - 6}" y="${y(share * maxY) + 4}" text-anchor="end">${Math.round(share * maxY)}</text>`),
    ...ticks.map((share) => `<text x="${x(share * maxX)}" y="${y(0) + 16}" text-anchor="middle">${Math.round(share * maxX)}</text>`),
    ...lines.map(
      ({ points, colour }) =>
        `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ')}"/>`,
    ),
    ...lines.map(
      ({ label, colour }, i) => `<text x="${MARGIN.left + 8}" y="${top + MARGIN.top + 14 + 16 * i}" fill="${colour}">${label}</text>`,
    ),
  ].join('\n');
}
