import { nameKey } from '../../../protocol/name-key';
import { soundOf, soundParts } from './spoken-names';

const HAN = /\p{Script=Han}/u;

/**
 * The part that a search looks for inside names, by characters or by sound; null: it looks at the beginnings of names only. `key` is
 * folded by `nameKey`.
 */
export function partOf(key: string): string | null {
  return hasHan(key) ? key : soundOf(key);
}

/** Whether a text has Chinese characters. In Chinese names the given name, which people search for, comes last. */
function hasHan(key: string): boolean {
  return HAN.test(key);
}

/** The folded tails of a name with Chinese characters, without the whole name: 小三 and 三 for 张小三. None for other names. */
export function nameParts(name: string): string[] {
  const key = nameKey(name);
  if (!hasHan(key)) return [];
  const chars = [...key];
  const tails = chars.slice(1).map((_, i) => chars.slice(i + 1).join(''));
  return tails.filter((tail) => tail.trim() === tail);
}

/** Replaces the stored parts and sounds of the user's name; writes nothing if there is no such user. */
export function writeNameParts(db: D1Database, userId: string, name: string): D1PreparedStatement[] {
  return [
    db.prepare('DELETE FROM name_parts WHERE user_id = ?1').bind(userId),
    db
      .prepare('INSERT INTO name_parts (part, user_id) SELECT DISTINCT w.value, u.id FROM json_each(?2) w JOIN users u ON u.id = ?1')
      .bind(userId, JSON.stringify([...nameParts(name), ...soundParts(nameKey(name))])),
    db.prepare('DELETE FROM unspoken_names WHERE user_id = ?1').bind(userId),
  ];
}
