import * as v from 'valibot';
import { type Self, Settings, type User } from '../../protocol/records';

/** A row of `users` without what nobody is shown. */
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

export interface RawUserRow {
  id: string;
  email: string;
  name: string;
  about: string;
  hue: number | null;
  settings: string;
}

export function toUserRow(raw: RawUserRow): UserRow {
  return { id: raw.id, email: raw.email, name: raw.name, about: raw.about, hue: raw.hue, settings: readSettings(raw.settings) };
}

/** Settings as stored; what an older or newer version wrote and this one does not know counts as not set. */
function readSettings(json: string): Settings {
  const parsed = v.safeParse(Settings, JSON.parse(json));
  return parsed.success ? parsed.output : {};
}

/** The columns that `toUser` reads, of a table named `u`. */
export const PUBLIC_COLUMNS = 'u.id, u.name, u.about, u.hue';

export interface PublicRow {
  id: string;
  name: string;
  about: string;
  hue: number | null;
}

/** A person as others see them. */
export function toUser(row: Pick<UserRow, 'id' | 'name' | 'about' | 'hue'>): User {
  return { id: row.id, name: row.name, ...(row.about !== '' && { about: row.about }), ...(row.hue !== null && { hue: row.hue }) };
}

/** A person as they see themselves. */
export function toSelf(row: UserRow): Self {
  return { ...toUser(row), email: row.email, settings: row.settings };
}
