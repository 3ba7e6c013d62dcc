import { signal } from '@preact/signals';
import { locale, t } from './i18n';

const DAY_MS = 86_400_000;

const zoneOfSystem = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
const shownZone = signal(zoneOfSystem());

/** The IANA name of the display time zone. A component that reads it renders again when the user travels. */
export const timeZone = (): string => shownZone.value;

/** Adopts the system's time zone. A formatter keeps the zone it was made in, and browsers announce no change. */
export function followTimeZone(): void {
  shownZone.value = zoneOfSystem();
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
const lists = new Map<string, Intl.ListFormat>();

function format(name: string, options: Intl.DateTimeFormatOptions, at: number): string {
  const of = locale();
  const key = `${of} ${timeZone()} ${name}`;
  let made = dateFormats.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(of, options);
    dateFormats.set(key, made);
  }
  return made.format(at);
}

/** `A、B和C` / `A, B, and C`. */
export function formatList(items: readonly string[]): string {
  const of = locale();
  let made = lists.get(of);
  if (made === undefined) {
    made = new Intl.ListFormat(of, { type: 'conjunction', style: of === 'en' ? 'long' : 'short' });
    lists.set(of, made);
  }
  return made.format(items);
}

/** The number of the local calendar day of `at`; consecutive days differ by one. */
export function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / DAY_MS);
}

/** `14:05` */
export const formatTime = (at: number): string => format('time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at);

/** `2026年11月21日星期六 14:05:09` */
export const formatFull = (at: number): string =>
  format(
    'full',
    {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    },
    at,
  );

/** 今天, 昨天, a weekday within the last week, then the date; callers pass `now`, so that a list renders from one instant. */
export function formatDay(at: number, now: number): string {
  const ago = dayNumber(now) - dayNumber(at);
  if (ago === 0) return t('date.today');
  if (ago === 1) return t('date.yesterday');
  if (ago > 1 && ago < 7) return format('weekday', { weekday: 'long' }, at);
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) return format('day', { month: 'long', day: 'numeric' }, at);
  return format('date', { year: 'numeric', month: 'long', day: 'numeric' }, at);
}

/** The short time of an inbox row: the clock time today, then 昨天, a weekday, a date. */
export function formatListTime(at: number, now: number): string {
  const ago = dayNumber(now) - dayNumber(at);
  if (ago <= 0) return formatTime(at);
  if (ago === 1) return t('date.yesterday');
  if (ago < 7) return format('weekdayShort', { weekday: 'short' }, at);
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) return format('dayShort', { month: 'numeric', day: 'numeric' }, at);
  return format('dateShort', { year: '2-digit', month: 'numeric', day: 'numeric' }, at);
}

/** 刚刚在线 … 最后上线于 昨天 14:05 */
export function formatLastSeen(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return t('presence.justNow');
  if (minutes < 60) return t('presence.minutesAgo', { n: minutes });
  const day = dayNumber(now) === dayNumber(at) ? '' : `${formatDay(at, now)} `;
  return t('presence.lastSeen', { time: day + formatTime(at) });
}
