import * as v from 'valibot';

/** Short strings that outlive the page, as `localStorage` holds them. */
export interface Keep {
  get(key: string): string | null;
  /** Null removes the key. */
  set(key: string, value: string | null): void;
  keys(): readonly string[];
}

/** `localStorage`; what the browser refuses to store stays in memory until the page closes. */
export function localKeep(): Keep {
  const memory = new Map<string, string | null>();
  const guarded = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch {
      return otherwise;
    }
  };
  return {
    get: (key) => memory.get(key) ?? (memory.has(key) ? null : guarded(() => localStorage.getItem(key), null)),
    set(key, value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    keys: () => [...new Set([...guarded(() => Object.keys(localStorage), []), ...memory.keys()])],
  };
}

/** The page's own storage. */
export const pageKeep = localKeep();

/** Everything stored under this prefix belongs to the signed-in account. */
const ACCOUNT_PREFIX = 'magpie.account.';

/** Removes what the browser keeps for the account that was signed in. */
export function forgetAccountValues(keep: Keep): void {
  for (const key of keep.keys()) if (key.startsWith(ACCOUNT_PREFIX)) keep.set(key, null);
}

/** A stored value of one type. */
export interface Kept<T> {
  /** Undefined: nothing is stored, or something that does not fit the schema. */
  read(): T | undefined;
  write(value: T | null): void;
}

/** A value that belongs to the browser: it stays when the account changes. `key` is the whole storage key. */
export function browserValue<T extends v.GenericSchema>(key: string, schema: T, keep: Keep = pageKeep): Kept<v.InferOutput<T>> {
  return {
    read() {
      try {
        const parsed = v.safeParse(schema, JSON.parse(keep.get(key) ?? 'null'));
        return parsed.success ? parsed.output : undefined;
      } catch {
        return undefined;
      }
    },
    write: (value) => keep.set(key, value === null ? null : JSON.stringify(value)),
  };
}

/** A value that belongs to the account: it goes when the account signs out (see `forgetAccountValues`). */
export function accountValue<T extends v.GenericSchema>(name: string, schema: T, keep: Keep = pageKeep): Kept<v.InferOutput<T>> {
  return browserValue(ACCOUNT_PREFIX + name, schema, keep);
}
