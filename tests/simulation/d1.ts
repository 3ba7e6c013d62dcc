import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { LOG_TABLE, withoutDedupeKey } from '../support/loose-log.ts';

type Rows = Record<string, unknown>[];

/** The faults of the next batches: their duration, and whether they fail before or after their commit. */
export interface Weather {
  /** Milliseconds of virtual time. */
  delayMs(): number;
  fails(): 'before' | 'after' | undefined;
}

/**
 * What the product relies on, taken away: negative controls, so that a checker that finds nothing is known to look. `dedupe`: client ids
 * are not unique. `commit`: now and then a batch answers and is rolled back, as if acks went out before the commit. `latecomers`: a batch that
 * repeats an old message names no members who came after it.
 */
export type Sabotage = 'dedupe' | 'commit' | 'latecomers';

const DEDUPE = 'AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.sender_id = s.u AND e.client_msg_id = s.m)';

const LATECOMERS = 'FILTER (WHERE m.visible_after_seq >= s.oldest) AS latecomers';

const FAILURE = 'D1_ERROR: Network connection lost.';

/**
 * D1 as the product uses it, over SQLite in memory and in virtual time: the same SQL, one transaction a batch, batches one after
 * another. The database's clock is the simulation's.
 */
export class SimD1 {
  private readonly db = new DatabaseSync(':memory:');
  private readonly statements = new Map<string, StatementSync>();
  roundTrips = 0;
  sabotage: Sabotage | undefined;
  private batches = 0;

  constructor(readonly weather: Weather) {
    this.db.function('sim_now', () => Date.now() / 1000);
    const folder = new URL('../../migrations/', import.meta.url);
    for (const file of readdirSync(folder).sort()) if (file.endsWith('.sql')) this.db.exec(readFileSync(new URL(file, folder), 'utf8'));
  }

  /** Empties every table but `meta`. */
  clear(): void {
    this.db.exec('PRAGMA foreign_keys = OFF');
    for (const { name } of this.db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta'").all())
      this.db.exec(`DELETE FROM "${String(name)}"`);
    this.db.exec('PRAGMA foreign_keys = ON');
    this.roundTrips = 0;
  }

  prepare(sql: string): SimStatement {
    return new SimStatement(this, sql, []);
  }

  async batch(statements: readonly SimStatement[]): Promise<{ results: Rows; meta: { changes: number } }[]> {
    this.roundTrips++;
    const fails = this.weather.fails();
    await after(this.weather.delayMs());
    if (fails === 'before') throw new Error(FAILURE);
    const answers = this.now(statements);
    await after(this.weather.delayMs());
    if (fails === 'after') throw new Error(FAILURE);
    return answers;
  }

  /** Runs the batch at once, for setup and for checks. */
  now(statements: readonly SimStatement[]): { results: Rows; meta: { changes: number } }[] {
    this.db.exec('BEGIN');
    try {
      const answers = statements.map((statement) => this.run(statement));
      const isAppend = statements.some(({ sql }) => sql.includes('INSERT INTO entries'));
      this.db.exec(this.sabotage === 'commit' && isAppend && ++this.batches % 5 === 0 ? 'ROLLBACK' : 'COMMIT');
      return answers;
    } catch (error) {
      this.db.exec('ROLLBACK');
      throw error;
    }
  }

  /** Disables a guarantee that the product relies on, for the life of the database. */
  sabotageBy(sabotage: Sabotage): void {
    this.sabotage = sabotage;
    if (sabotage === 'dedupe') for (const sql of withoutDedupeKey(String(this.db.prepare(LOG_TABLE).get()?.sql))) this.db.exec(sql);
  }

  private sabotaged(sql: string): string {
    const isAppend = sql.includes('allowed AS');
    const isAudience = sql.includes('AS latecomers');
    const wanted =
      this.sabotage === 'dedupe'
        ? sql.replace(DEDUPE, '')
        : this.sabotage === 'latecomers'
          ? sql.replace(LATECOMERS, 'FILTER (WHERE false) AS latecomers')
          : sql;
    if (wanted === sql && ((this.sabotage === 'dedupe' && isAppend) || (this.sabotage === 'latecomers' && isAudience)))
      throw new Error('The condition to take away has moved.');
    return wanted;
  }

  private run({ sql, values }: SimStatement): { results: Rows; meta: { changes: number } } {
    let statement = this.statements.get(sql);
    if (!statement) {
      const wanted = this.sabotaged(sql);
      statement = this.db.prepare(wanted.replaceAll("unixepoch('subsec')", 'sim_now()'));
      statement.setAllowUnknownNamedParameters(true);
      this.statements.set(sql, statement);
    }
    const named = sql.includes('?1') ? [Object.fromEntries(values.map((value, i) => [`?${i + 1}`, value]))] : [];
    const plain = named.length > 0 ? [] : values;
    if (statement.columns().length === 0) {
      const { changes } = statement.run(...(named as never[]), ...plain);
      return { results: [], meta: { changes: Number(changes) } };
    }
    const results = statement.all(...(named as never[]), ...plain).map((row) => ({ ...row }));
    return { results, meta: { changes: results.length } };
  }
}

export class SimStatement {
  constructor(
    private readonly db: SimD1,
    readonly sql: string,
    readonly values: readonly SQLInputValue[],
  ) {}

  bind(...values: SQLInputValue[]): SimStatement {
    return new SimStatement(this.db, this.sql, values);
  }

  async all(): Promise<{ results: Rows; meta: { changes: number } }> {
    const [answer] = await this.db.batch([this]);
    return answer ?? { results: [], meta: { changes: 0 } };
  }

  run(): Promise<{ results: Rows; meta: { changes: number } }> {
    return this.all();
  }

  async first(): Promise<unknown> {
    return (await this.all()).results[0] ?? null;
  }
}

/** Virtual time: the fake timers that the simulation drives. */
export function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
