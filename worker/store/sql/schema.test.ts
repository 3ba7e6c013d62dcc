import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { env } from '../../../tests/workerd/people';
import { rowsOf } from './rows';
import * as schema from './schema';

interface Shape {
  /** `name type [not null] [default …]`, in alphabetical order. */
  readonly columns: string[];
  /** In the order of the key. */
  readonly primaryKey: string[];
  /** `name [unique] on columns`, in alphabetical order. */
  readonly indexes: string[];
}

const columnLine = (name: string, type: string, notNull: boolean, fallback: string | undefined) =>
  `${name} ${type.toUpperCase()}${notNull ? ' not null' : ''}${fallback === undefined ? '' : ` default ${fallback}`}`;
const indexLine = (name: string, unique: boolean, columns: string[]) => `${name}${unique ? ' unique' : ''} on ${columns.join(', ')}`;

/** A table of the drizzle schema. */
function declared(table: SQLiteTable): Shape {
  const { columns, primaryKeys, indexes } = getTableConfig(table);
  const fallback = (value: unknown) => (value === undefined ? undefined : typeof value === 'string' ? `'${value}'` : String(value));
  return {
    columns: columns.map((column) => columnLine(column.name, column.getSQLType(), column.notNull, fallback(column.default))).sort(),
    primaryKey:
      primaryKeys[0]?.columns.map((column) => column.name) ?? columns.filter((column) => column.primary).map((column) => column.name),
    indexes: indexes
      .map(({ config }) =>
        indexLine(
          config.name,
          config.unique ?? false,
          config.columns.map((column) => ('name' in column ? String(column.name) : '?')),
        ),
      )
      .sort(),
  };
}

interface ColumnInfo {
  name: string;
  type: string;
  notnull: number;
  dflt_value: string | null;
  pk: number;
}

/** The same table as the migrations created it. */
async function migrated(table: string): Promise<Shape> {
  const [columns, indexes] = await env.DB.batch([
    env.DB.prepare(`PRAGMA table_info("${table}")`),
    env.DB.prepare(`PRAGMA index_list("${table}")`),
  ]);
  const info = rowsOf<ColumnInfo>(columns);
  const made = rowsOf<{ name: string; unique: number; origin: string }>(indexes).filter((row) => row.origin === 'c');
  const lines = made.map(async ({ name, unique }) => {
    const { results } = await env.DB.prepare(`PRAGMA index_info("${name}")`).all<{ seqno: number; name: string }>();
    return indexLine(
      name,
      unique === 1,
      results.map((row) => row.name),
    );
  });
  return {
    columns: info.map((row) => columnLine(row.name, row.type, row.notnull === 1, row.dflt_value ?? undefined)).sort(),
    primaryKey: info
      .filter((row) => row.pk > 0)
      .sort((a, b) => a.pk - b.pk)
      .map((row) => row.name),
    indexes: (await Promise.all(lines)).sort(),
  };
}

const tables = new Map(
  Object.values(schema).flatMap((table) => (is(table, SQLiteTable) ? [[getTableConfig(table).name, table] as const] : [])),
);

test('the migrations and the schema have the same tables', async () => {
  const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all<{ name: string }>();
  const made = results.map((row) => row.name).filter((name) => !/^(?:_cf_|sqlite_|d1_)/.test(name));
  expect([...tables.keys()].sort()).toEqual(made);
});

test.each([...tables])('%s has the same columns in both', async (name, table) => {
  expect(declared(table)).toEqual(await migrated(name));
});
