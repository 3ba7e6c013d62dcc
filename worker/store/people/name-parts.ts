import { nameKey } from '../../../protocol/name-key';

const HAN = /\p{Script=Han}/u;

/** Whether a search looks inside names: in Chinese the given name, which people look for, comes last. `key` is folded by `nameKey`. */
export function looksInside(key: string): boolean {
  return HAN.test(key);
}

/** The tails of a name that has Chinese characters, folded, without the whole name: for 张小三, 小三 and 三. Of other names none. */
export function nameParts(name: string): string[] {
  const key = nameKey(name);
  if (!looksInside(key)) return [];
  const chars = [...key];
  const tails = chars.slice(1).map((_, i) => chars.slice(i + 1).join(''));
  return tails.filter((tail) => tail.trim() === tail);
}

/** Writes the parts of the user's name, in place of those of an earlier one; nothing where there is no such user. */
export function writeNameParts(db: D1Database, userId: string, name: string): D1PreparedStatement[] {
  return [
    db.prepare('DELETE FROM name_parts WHERE user_id = ?1').bind(userId),
    db
      .prepare('INSERT INTO name_parts (part, user_id) SELECT DISTINCT w.value, u.id FROM json_each(?2) w JOIN users u ON u.id = ?1')
      .bind(userId, JSON.stringify(nameParts(name))),
  ];
}
