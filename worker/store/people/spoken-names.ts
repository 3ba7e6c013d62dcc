import { dict } from 'pinyin-match/src/simplified_dict.js';
import { firstLetter } from '../../../protocol/initial-letters';
import { nameKey } from '../../../protocol/name-key';
import { rowsOf } from '../sql/rows';

const HAN = /\p{Script=Han}/u;
/** The most Chinese characters of a name from which its sound is indexed. */
const STARTS_MAX = 8;
/** The most readings of a name. Characters with several readings multiply. */
const COMBINATIONS_MAX = 8;
/** The shortest sound that is indexed. */
const LETTERS_MIN = 2;

let readings: ReadonlyMap<string, readonly string[]> | undefined;

/** The readings of a Chinese character, without tones; none if the dictionary of simplified characters lacks it. */
function readingsOf(character: string): readonly string[] {
  if (readings === undefined) {
    const byCharacter = new Map<string, string[]>();
    for (const [reading, characters] of Object.entries(dict))
      for (const character of characters) {
        const known = byCharacter.get(character);
        if (known === undefined) byCharacter.set(character, [reading]);
        else known.push(reading);
      }
    readings = byCharacter;
  }
  return readings.get(character) ?? [];
}

/** All combinations with one element of each choice, up to `COMBINATIONS_MAX`; none if a choice is empty. */
function combinations(choices: readonly (readonly string[])[]): string[] {
  let all = [''];
  for (const choice of choices) all = all.flatMap((before) => choice.map((next) => before + next)).slice(0, COMBINATIONS_MAX);
  return all;
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

/**
 * The sounds of a folded name from each of its Chinese characters on, in full and by first letters: linxiao, lx and xiao for 林晓. `nü` is
 * found by `nv` and by `nu`. None for names without Chinese characters.
 */
export function soundParts(key: string): string[] {
  const characters = Array.from(key.replaceAll(' ', ''));
  const whole = characters.map((character) =>
    HAN.test(character)
      ? unique(readingsOf(character).flatMap((way) => (way.includes('v') ? [way, way.replace('v', 'u')] : [way])))
      : [character],
  );
  const letters = characters.map((character, i) => {
    if (!HAN.test(character)) return [character];
    const known = unique((whole[i] ?? []).map((way) => way.charAt(0)));
    return known.length > 0 ? known : [firstLetter(character)];
  });
  const starts = characters.flatMap((character, i) => (HAN.test(character) ? [i] : [])).slice(0, STARTS_MAX);
  return unique(starts.flatMap((from) => [...combinations(whole.slice(from)), ...combinations(letters.slice(from))])).filter(
    (part) => part.length >= LETTERS_MIN,
  );
}

/** The sound that a folded query looks for, as `soundParts` writes it; null if it is not a sound. */
export function soundOf(key: string): string | null {
  const sound = key.replace(/[' ]/g, '');
  return /^[a-z]{2,}$/.test(sound) ? sound : null;
}

/** The number of names in one call of `indexNameSounds`. */
const BATCH_SIZE = 100;

/**
 * Indexes the sounds of up to a hundred names in `unspoken_names`, which were stored before this index existed. A name that changes
 * meanwhile is left to its change. Returns how many names it took. Two D1 round trips, one if there are none; it may run again.
 */
export async function indexNameSounds(db: D1Database): Promise<number> {
  const names = rowsOf<{ id: string; name: string }>(
    await db.prepare(`SELECT u.id, u.name FROM unspoken_names n JOIN users u ON u.id = n.user_id LIMIT ${BATCH_SIZE}`).all(),
  );
  if (names.length === 0) return 0;
  const parts = names.flatMap(({ id, name }) => soundParts(nameKey(name)).map((part) => [id, name, part]));
  await db.batch([
    db
      .prepare(`INSERT INTO name_parts (part, user_id) SELECT p.value ->> 2, u.id FROM json_each(?1) p
        JOIN users u ON u.id = p.value ->> 0 AND u.name = p.value ->> 1 WHERE true ON CONFLICT DO NOTHING`)
      .bind(JSON.stringify(parts)),
    db
      .prepare('DELETE FROM unspoken_names WHERE user_id IN (SELECT value FROM json_each(?1))')
      .bind(JSON.stringify(names.map(({ id }) => id))),
  ]);
  return names.length;
}
