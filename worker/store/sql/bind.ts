/** Binds the values up to the statement's highest parameter (`?12`: twelve), because D1 refuses any other number. */
export function bindUsed(db: D1Database, sql: string, values: readonly unknown[]): D1PreparedStatement {
  const highest = Math.max(0, ...Array.from(sql.matchAll(/\?(\d+)/g), (match) => Number(match[1])));
  return db.prepare(sql).bind(...values.slice(0, highest));
}
