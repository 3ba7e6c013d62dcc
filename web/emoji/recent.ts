import * as v from 'valibot';
import { accountValue } from '../platform/keep';

const KEPT = 18;
const recent = accountValue('emoji', v.array(v.string()));

/** The recently used emoji in this browser, newest first. */
export function recentEmoji(): string[] {
  return (recent.read() ?? []).slice(0, KEPT);
}

export function rememberEmoji(emoji: string): void {
  recent.write([emoji, ...recentEmoji().filter((one) => one !== emoji)].slice(0, KEPT));
}
