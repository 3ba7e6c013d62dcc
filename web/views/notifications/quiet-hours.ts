import type { Preferences } from '../state/preferences';

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether nothing may be told at this time of the day; the span may pass midnight. */
export function isQuietTime({ quiet, quietFrom, quietTo }: Pick<Preferences, 'quiet' | 'quietFrom' | 'quietTo'>, now: Date): boolean {
  if (!quiet) return false;
  const [from, to, at] = [minutesOf(quietFrom), minutesOf(quietTo), now.getHours() * 60 + now.getMinutes()];
  return from <= to ? at >= from && at < to : at >= from || at < to;
}
