/** Binds as many of the values as the statement's highest parameter asks for (`?12`: twelve): D1 refuses any other count. */
export function bindUsed(db: D1Database, sql: string, values: readonly unknown[]): D1PreparedStatement {
  const highest = Math.max(0, ...Array.from(sql.matchAll(/\?(\d+)/g), (match) => Number(match[1])));
  return db.prepare(sql).bind(...values.slice(0, highest));
}
