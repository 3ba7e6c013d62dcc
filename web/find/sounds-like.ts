import { computed, signal } from '@preact/signals';

type Match = (text: string, query: string) => boolean;

const match = signal<Match | null>(null);
let asked = false;

/** Whether readings can be compared by now; views that list by them depend on it. */
export const soundsReady = computed(() => match.value !== null);

async function load(): Promise<void> {
  const { default: pinyin } = await import('pinyin-match');
  match.value = (text, query) => pinyin.match(text, query) !== false;
}

const LATIN = /^[a-zü' ]+$/;
const HAN = /\p{Script=Han}/u;

/** Whether a name with Han characters reads as the Latin letters, whole or shortened: `chongq` → 重庆. False until the readings are here. */
export function soundsLike(name: string, query: string): boolean {
  if (query.length < 2 || !LATIN.test(query) || !HAN.test(name)) return false;
  if (match.value !== null) return match.value(name, query.replaceAll("'", ''));
  if (!asked) {
    asked = true;
    load().catch(() => {
      // Offline; asked again with the next key.
      asked = false;
    });
  }
  return false;
}
