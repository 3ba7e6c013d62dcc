import { describe, expect, test } from 'vitest';
import { parseUp } from '../../protocol/parse';
import { ROUTES } from './access-routes';
import { type Scene, scene } from './access-scene';
import { Client, direct, env } from './people';
import { call, type Speaker, speaker } from './talk';

/** Fields that are the server's, on every write: none is believed, none is stored. */
const EXTRA = JSON.parse(
  `{"senderId":"X","userId2":"X","role":"owner","ownerId":"X","seq":99,"n":99,"id":"X","conversationId":"X","createdAt":1,"editedAt":1,
    "recalledAt":1,"pinnedAt":1,"dissolvedAt":1,"memberCount":9,"lastSeq":9,"lastN":9,"readSeq":9,"readN":9,"unread":9,"visibleAfterSeq":0,
    "leftSeq":0,"hidden":0,"countable":false,"clientMsgId":"X","uses":9,"revokedAt":1,"createdBy":"X","email":"x@y","__proto__":{"role":"owner"},
    "constructor":{"prototype":{"role":"owner"}}}`,
) as Record<string, unknown>;

describe('extra fields', () => {
  test('30 extra fields on every write change nothing', async () => {
    expect(Object.keys(EXTRA).length).toBe(30);
    const writes = Object.entries(ROUTES).filter(([name, { body }]) => body && !name.startsWith('GET'));
    for (const [name, { path, body }] of writes) {
      const [plain, laden] = [await scene(), await scene()];
      const method = name.split(' ')[0] ?? '';
      // What the request itself names stays; the rest is ballast.
      const send = async (s: Scene, extra: Record<string, unknown>) =>
        (await call(s.people.owner, method, path?.(s) ?? '', { ...extra, ...(body?.(s) as object) })).status;
      expect([name, await send(laden, EXTRA)]).toEqual([name, await send(plain, {})]);
      expect([name, await shape(laden)]).toEqual([name, await shape(plain)]);
    }
  });

  test('extra fields about users change nothing either', async () => {
    const run = async (extra: Record<string, unknown>) => {
      const [ann, ben] = [await speaker('Ann'), await speaker('Ben')];
      const statuses: number[] = [];
      const write = async (who: Speaker, method: string, path: string, body: object) =>
        statuses.push((await call(who, method, path, { ...extra, ...body })).status);
      await write(ann, 'PATCH', '/api/users/me', { about: 'here' });
      await write(ann, 'POST', '/api/contacts', { userId: ben.id, note: 'it is me' });
      const asked = await people([ann, ben]);
      await write(ben, 'POST', `/api/contacts/${ann.id}/accept`, {});
      await write(ben, 'PATCH', `/api/contacts/${ann.id}`, { alias: 'Annie' });
      await write(ann, 'PUT', `/api/contacts/${ben.id}/block`, {});
      return { statuses, asked, after: await people([ann, ben]) };
    };
    expect(await run(EXTRA)).toEqual(await run({}));
  });

  test('a frame’s sender, seq and times are the server’s', async () => {
    const [ann, ben] = [await speaker(), await speaker()];
    const id = await direct(ann, ben);
    const [a, b] = [await Client.connect(ann), await Client.connect(ben)];
    const { conversationId: _, clientMsgId: __, ...ballast } = EXTRA;
    a.sendRaw(
      JSON.stringify({
        ...ballast,
        type: 'send',
        clientMsgId: crypto.randomUUID(),
        conversationId: id,
        body: { ...ballast, kind: 'text', text: 'hi' },
      }),
    );
    const { message } = await b.next('message');
    expect({ ...message, clientMsgId: '', createdAt: 0 }).toEqual({
      conversationId: id,
      seq: 1,
      n: 1,
      senderId: ann.id,
      clientMsgId: '',
      body: { kind: 'text', text: 'hi' },
      createdAt: 0,
    });
    expect(message.createdAt).toBeGreaterThan(Date.now() - 60_000);
  });
});

/** A group's rows without what differs from scene to scene. */
async function shape(s: Scene): Promise<unknown> {
  const [conversation, memberships, entries] = await env.DB.batch([
    env.DB.prepare(
      'SELECT kind, title, hue, announcement, muted_all, history, approval, member_count, dissolved_at FROM conversations WHERE id = ?',
    ).bind(s.id),
    env.DB.prepare(
      'SELECT role, read_seq, read_n, visible_after_seq, left_seq, pinned, muted_until, archived_n FROM memberships m JOIN users u ON u.id = m.user_id WHERE conversation_id = ? ORDER BY u.name',
    ).bind(s.id),
    env.DB.prepare(
      "SELECT seq, n, kind, hidden, json_extract(body, '$.kind') AS body FROM entries WHERE conversation_id = ? ORDER BY seq",
    ).bind(s.id),
  ]);
  return [conversation?.results, memberships?.results, entries?.results];
}

/** What is stored of two people and between them, without what differs from pair to pair. */
async function people([one, other]: [Speaker, Speaker]): Promise<unknown> {
  const answers = await env.DB.batch([
    env.DB.prepare(
      "SELECT name, about, hue, settings, email LIKE ?1 || '%' OR email LIKE '%@example.com' AS own FROM users WHERE id IN (?1, ?2) ORDER BY name",
    ).bind(one.id, other.id),
    env.DB.prepare(
      'SELECT u.name, k.state, k.alias, k.note FROM contacts k JOIN users u ON u.id = k.user_id WHERE k.user_id IN (?1, ?2) ORDER BY u.name',
    ).bind(one.id, other.id),
    env.DB.prepare('SELECT u.name FROM blocks b JOIN users u ON u.id = b.user_id WHERE b.user_id IN (?1, ?2)').bind(one.id, other.id),
  ]);
  return answers.map(({ results }) => results);
}

test('a forwarded message holds its author’s name of at most 64 characters', () => {
  const parsed = (name: string) => {
    const body = { kind: 'text', text: 'said', forwardedFrom: { userId: 'u1', name } };
    return parseUp(JSON.stringify({ type: 'send', clientMsgId: crypto.randomUUID(), conversationId: '0g1', body })).ok;
  };
  expect([parsed('名'.repeat(64)), parsed('名'.repeat(65)), parsed('\ud800')]).toEqual([true, false, false]);
});
