import { seeded } from './random.ts';
import type { Server } from './server.ts';

const HAN = '今天我们去爬山吧天气不错带上水和帽子晚上一起吃饭好的没问题明天见到时候再说我先忙一会儿谢谢你辛苦了';
const LATIN = 'the quick brown fox jumps over a lazy dog and then tells everybody about it while they wait for lunch'.split(' ');
const MINUTE_MS = 60_000;
const PER_STATEMENT = 2000;

/** A realistic text that starts with its number: mostly short, sometimes a paragraph; Chinese and Latin. */
function textOf(i: number, random: () => number): string {
  const words = random() < 0.06 ? 60 + Math.floor(random() * 60) : 1 + Math.floor(random() ** 2 * 24);
  const parts = Array.from({ length: words }, () => {
    const at = Math.floor(random() * HAN.length);
    return random() < 0.5 ? HAN.slice(at, at + 2) : (LATIN[Math.floor(random() * LATIN.length)] ?? '');
  });
  return `${i} ${parts.join(' ')}`;
}

/** Texts of many lengths, the same at every call. */
export function textsOf(count: number): string[] {
  const random = seeded(count);
  return Array.from({ length: count }, (_, i) => textOf(i + 1, random));
}

/** Puts a conversation's first `count` messages straight into D1, a minute apart, by its members in turns, some of them replies. All have read all. */
export async function addTalk(server: Server, conversationId: string, memberIds: readonly string[], count: number): Promise<void> {
  const random = seeded(count + 1);
  const startedAt = Date.now() - count * MINUTE_MS;
  let sender = 0;
  const rows = textsOf(count).map((text, i) => {
    const seq = i + 1;
    if (random() < 0.4) sender = Math.floor(random() * memberIds.length);
    const replyTo = seq > 10 && random() < 0.04 ? seq - 1 - Math.floor(random() * 9) : null;
    return [seq, memberIds[sender], JSON.stringify({ kind: 'text', text }), replyTo, startedAt + seq * MINUTE_MS];
  });
  for (let at = 0; at < rows.length; at += PER_STATEMENT)
    await server.sql({
      sql: `INSERT INTO entries (conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, reply_to, created_at)
        SELECT ?1, value->>0, value->>0, value->>0, value->>1, ?1 || '-' || (value->>0), 'message', value->>2, value->>3, value->>4
        FROM json_each(?2)`,
      params: [conversationId, JSON.stringify(rows.slice(at, at + PER_STATEMENT))],
    });
  await server.sql({
    sql: 'UPDATE memberships SET read_seq = ?2, read_n = ?2, delivered_seq = ?2 WHERE conversation_id = ?1',
    params: [conversationId, count],
  });
}
