/** How `sqlite_master` holds the log's table, and what gives up on its promise to store a client id once. */
const KEY = 'PRIMARY KEY (client_msg_id, sender_id)';

export const LOG_TABLE = "SELECT sql FROM sqlite_master WHERE name = 'entries'";

/** Statements that make the log one that takes repeats, of the `sql` that `LOG_TABLE` reads. */
export function withoutDedupeKey(sql: string): string[] {
  if (!sql.includes(KEY)) throw new Error('The dedupe key has moved.');
  return [
    'DROP INDEX entries_seq',
    'DROP INDEX entries_edits',
    'ALTER TABLE entries RENAME TO strict_entries',
    sql.replace(/CREATE TABLE\s+"?entries"?/, 'CREATE TABLE entries').replace(KEY, 'PRIMARY KEY (conversation_id, seq)'),
    'INSERT INTO entries SELECT * FROM strict_entries',
    'DROP TABLE strict_entries',
    'CREATE INDEX entries_client_msg_id ON entries (client_msg_id, sender_id)',
    "CREATE INDEX entries_edits ON entries (conversation_id, target_seq, seq) WHERE kind = 'edit'",
  ];
}
