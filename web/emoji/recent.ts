import * as v from 'valibot';
import { accountValue } from '../platform/keep';

const RECENT_MAX = 18;
const recent = accountValue('emoji', v.array(v.string()));

/** The recently used emoji in this browser, newest first. */
export function recentEmoji(): string[] {
  return (recent.read() ?? []).slice(0, RECENT_MAX);
}

export function rememberEmoji(emoji: string): void {
  recent.write([emoji, ...recentEmoji().filter((known) => known !== emoji)].slice(0, RECENT_MAX));
}
