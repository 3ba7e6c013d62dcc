import type { Preferences } from '../state/preferences';

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether this time of day is in the quiet hours; the span may cross midnight. */
export function isQuietTime({ quiet, quietFrom, quietTo }: Pick<Preferences, 'quiet' | 'quietFrom' | 'quietTo'>, now: Date): boolean {
  if (!quiet) return false;
  const [from, to, at] = [minutesOf(quietFrom), minutesOf(quietTo), now.getHours() * 60 + now.getMinutes()];
  return from <= to ? at >= from && at < to : at >= from || at < to;
}
