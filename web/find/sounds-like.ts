import { computed, signal } from '@preact/signals';

type Match = (text: string, query: string) => boolean;

const match = signal<Match | null>(null);
let requested = false;

/** Whether the pinyin data is loaded. Views that search by reading depend on it. */
export const soundsReady = computed(() => match.value !== null);

async function load(): Promise<void> {
  const { default: pinyin } = await import('pinyin-match');
  match.value = (text, query) => pinyin.match(text, query) !== false;
}

const LATIN = /^[a-zü' ]+$/;
const HAN = /\p{Script=Han}/u;

/** Whether the pinyin of a name matches the query, in full or shortened: `chongq` → 重庆. False until the data is loaded. */
export function soundsLike(name: string, query: string): boolean {
  if (query.length < 2 || !LATIN.test(query) || !HAN.test(name)) return false;
  if (match.value !== null) return match.value(name, query.replaceAll("'", ''));
  if (!requested) {
    requested = true;
    load().catch(() => {
      // Offline: the next keystroke tries again.
      requested = false;
    });
  }
  return false;
}
