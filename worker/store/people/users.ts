import * as v from 'valibot';
import { nameKey } from '../../../protocol/name-key';
import { tolerant } from '../../../protocol/reading';
import { type Self, Settings, type User } from '../../../protocol/records';
import { NOW_MS } from '../sql/clock';
import { rowsOf } from '../sql/rows';
import type { users } from '../sql/schema';
import { writeNameParts } from './name-parts';

/** A row of `users` without the columns that are never shown. */
export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly about: string;
  readonly hue: number | null;
  readonly settings: Settings;
}

/** The columns that `toUserRow` reads, of a table named `u`. */
export const USER_COLUMNS = 'u.id, u.email, u.name, u.about, u.hue, u.settings';

export type RawUserRow = Pick<typeof users.$inferSelect, 'id' | 'email' | 'name' | 'about' | 'hue' | 'settings'>;

export function toUserRow(raw: RawUserRow): UserRow {
  return { id: raw.id, email: raw.email, name: raw.name, about: raw.about, hue: raw.hue, settings: readSettings(raw.settings) };
}

const StoredSettings = tolerant(Settings);

/** Parses stored settings. A setting that another version wrote and this one does not know counts as not set. */
function readSettings(json: string): Settings {
  const parsed = v.safeParse(StoredSettings, JSON.parse(json));
  return parsed.success ? parsed.output : {};
}

/** The columns that `toUser` reads, of a table named `u`. */
export const PUBLIC_COLUMNS = 'u.id, u.name, u.about, u.hue';

export type PublicRow = Pick<RawUserRow, 'id' | 'name' | 'about' | 'hue'>;

/** A user as others see them. */
export function toUser(row: PublicRow): User {
  return { id: row.id, name: row.name, ...(row.about !== '' && { about: row.about }), ...(row.hue !== null && { hue: row.hue }) };
}

/** A user as they see themselves. */
export function toSelf(row: UserRow): Self {
  return { ...toUser(row), email: row.email, settings: row.settings };
}

/** Reads the account of an e-mail address with its password hash. Columns of `RawAccountRow`; at most one row. */
export function findAccount(db: D1Database, email: string): D1PreparedStatement {
  return db.prepare(`SELECT ${USER_COLUMNS}, u.password_hash AS passwordHash FROM users u WHERE u.email = ?1`).bind(email);
}

export type RawAccountRow = RawUserRow & Pick<typeof users.$inferSelect, 'passwordHash'>;

export interface NewUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
}

/** Writes a user; writes nothing (no changes) if the e-mail address is taken. */
export function insertUser(db: D1Database, user: NewUser): D1PreparedStatement {
  return db
    .prepare(`INSERT INTO users (id, email, name, name_key, password_hash, last_seen_at, created_at, updated_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ${NOW_MS}, ${NOW_MS}, ${NOW_MS}) ON CONFLICT DO NOTHING`)
    .bind(user.id, user.email, user.name, nameKey(user.name), user.passwordHash);
}

/** Replaces a password; does nothing (no changes) if `oldHash` is no longer stored. */
export function replacePassword(db: D1Database, userId: string, oldHash: string, newHash: string): D1PreparedStatement {
  return db.prepare('UPDATE users SET password_hash = ?3 WHERE id = ?1 AND password_hash = ?2').bind(userId, oldHash, newHash);
}

export interface ProfilePatch {
  readonly name?: string | undefined;
  readonly about?: string | undefined;
  /** Null: derived from the id again. */
  readonly hue?: number | null | undefined;
  readonly settings?: Settings | undefined;
}

/** Changes the fields of the patch and returns the changed user. One D1 round trip. */
export async function updateProfile(db: D1Database, userId: string, patch: ProfilePatch): Promise<UserRow | undefined> {
  const { name, about, hue, settings } = patch;
  const [updated] = await db.batch([
    db
      .prepare(`UPDATE users AS u SET name = coalesce(?2, name), name_key = coalesce(?3, name_key), about = coalesce(?4, about),
          hue = CASE WHEN ?5 THEN ?6 ELSE hue END, settings = json_patch(settings, ?7), updated_at = ${NOW_MS}
        WHERE id = ?1 RETURNING id, email, name, about, hue, settings`)
      .bind(
        userId,
        name ?? null,
        name === undefined ? null : nameKey(name),
        about ?? null,
        hue === undefined ? 0 : 1,
        hue ?? null,
        JSON.stringify(settings ?? {}),
      ),
    ...(name === undefined ? [] : writeNameParts(db, userId, name)),
  ]);
  const raw = rowsOf<RawUserRow>(updated)[0];
  return raw ? toUserRow(raw) : undefined;
}

/** Reads a user's password hash; at most one row `{passwordHash}`. */
export function planPasswordHash(db: D1Database, userId: string): D1PreparedStatement {
  return db.prepare('SELECT password_hash AS passwordHash FROM users WHERE id = ?1').bind(userId);
}
