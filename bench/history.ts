import type { Server } from '../tests/support/server.ts';

const PER_STATEMENT = 20_000;
const DAY_MS = 86_400_000;

/**
 * Puts `count` messages of 100 bytes by one of its members into a conversation, straight in D1. Their ids begin with a time, so
 * that the histories of several conversations lie mixed, as they do where people talk at the same time.
 */
export async function seedHistory(server: Server, conversationId: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += PER_STATEMENT) {
    await server.sql({
      sql: `INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, created_at)
        WITH RECURSIVE s (i) AS (SELECT ?2 + 1 UNION ALL SELECT i + 1 FROM s WHERE i < ?3)
        SELECT ?1, i, i, i, (SELECT min(user_id) FROM memberships WHERE conversation_id = ?1), printf('%012x %s', ?4 + i, ?1), 'message',
          '{"kind":"text","text":"' || printf('%0100d', i) || '"}', ?4 FROM s`,
      params: [conversationId, from, Math.min(count, from + PER_STATEMENT), Date.now() - DAY_MS],
    });
  }
}
