import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** A role's name that something is compared with, in TypeScript or SQL: `role === 'admin'`, `m.role <> 'member'`, `role IN ('owner'`. */
const COMPARED = /role\w*\)?\s*(?:[!=]==?|<>|=|(?:NOT )?IN\s*\()\s*\(?['"`](?:owner|admin|member)['"`]/i;
/** The same the other way round, and cases of a `switch` or an SQL `CASE`. */
const CASED = /['"`](?:owner|admin|member)['"`]\s*(?:[!=]==?|<>)\s*[\w.]*role|\b(?:case|WHEN)\s+['"](?:owner|admin)['"]/i;
const TABLE = new Set(['protocol/roles.ts', 'worker/store/sql/rights.ts']);

function comparesRoles(line: string): boolean {
  return COMPARED.test(line) || CASED.test(line);
}

function sources(): string[] {
  return ['protocol', 'worker', 'web']
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('web/testing/') && !TABLE.has(path));
}

test.each([
  "if (summary.role === 'owner') return;",
  "const lead = role !== 'member';",
  "(c.kind = 'group' AND m.role <> 'member')",
  "x.role = 'admin' DESC",
  "AND m.role IN ('owner', 'admin')",
  "t.role NOT IN ('member')",
  "if ('admin' === member.role) return;",
  "case 'owner':",
  "CASE t.role WHEN 'admin' THEN 1 END",
  "(role) => role == 'admin'",
])('%s compares roles', (line) => {
  expect(comparesRoles(line)).toBe(true);
});

test.each(["t('group.owner')", "kind: 'member'", "setRole(id, userId, 'admin')", 'target.role !== wanted', "taken.kind === 'member'"])(
  '%s compares none',
  (line) => {
    expect(comparesRoles(line)).toBe(false);
  },
);

test('only the table of rights compares roles: ask `can` for a capability', () => {
  const files = sources();
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .flatMap((line, i) => (comparesRoles(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});
