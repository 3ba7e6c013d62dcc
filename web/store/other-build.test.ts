import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppBench, texts, until } from '../testing/app-bench';
import { A, ME } from '../testing/fake-hub';

const UNSUPPORTED = { kind: 'unsupported' } as const;

/** Rewrites stored values as a build with wire format `wire` would have left them, with `body` in place of texts. */
async function rewriteAs(
  wire: string | undefined,
  body: unknown,
  parts: readonly ('meta' | 'entries' | 'logs')[] = ['meta', 'entries', 'logs'],
) {
  const db = await openDB(`magpie-${ME.id}`);
  for (const name of parts) {
    for (const key of await db.getAllKeys(name)) {
      const { wire: _, ...value } = await db.get(name, key);
      if (value.summary?.lastMessage) value.summary.lastMessage.body = body;
      for (const message of value.messages ?? []) message.body = body;
      await db.put(name, wire === undefined ? value : { ...value, wire }, key);
    }
  }
  db.close();
}

describe('data stored by another build', () => {
  let bench: AppBench;
  beforeEach(() => {
    bench = new AppBench();
  });
  afterEach(() => bench.close());

  /** Stores the conversation and closes the page. */
  async function storeConversation(): Promise<void> {
    for (const text of ['1', '2', '3']) bench.hub.say(text);
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.rows.value.length === 3);
    await bench.reload(app);
  }

  it('is used without pulling when the wire format is the same', async () => {
    await storeConversation();
    bench.hub.pulls.length = 0;
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.state.value === 'ready');
    expect(texts(timeline)).toEqual(['1', '2', '3']);
    expect(bench.hub.received.findLast(({ type }) => type === 'hello')).toHaveProperty('cursor');
    expect(bench.hub.pulls).toEqual([]);
  });

  it.each([
    ['another wire format', 'ffffffff'],
    ['no wire format, as in the first build', undefined],
  ])('GROW-1 shows the real messages where a build with %s stored stand-ins', async (_, wire) => {
    await storeConversation();
    await rewriteAs(wire, UNSUPPORTED);
    const app = await bench.online();
    expect(bench.hub.received.findLast(({ type }) => type === 'hello')).not.toHaveProperty('cursor');
    await until(() => app.inbox.items.value[0]?.last?.body.kind === 'text');
    const timeline = app.openTimeline(A);
    await until(() => texts(timeline).join() === '1,2,3');
    // Stored again: the next start uses it.
    await bench.reload(app);
    bench.hub.pulls.length = 0;
    const again = await bench.online();
    const same = again.openTimeline(A);
    await until(() => texts(same).join() === '1,2,3');
    expect(bench.hub.pulls).toEqual([]);
  });

  it('GROW-1 is shown offline, and pulled again when online', async () => {
    await storeConversation();
    await rewriteAs('ffffffff', UNSUPPORTED);
    bench.hub.reachable = false;
    const app = await bench.start();
    const timeline = app.openTimeline(A);
    await until(() => texts(timeline).length === 3);
    expect(texts(timeline)).toEqual(['unsupported', 'unsupported', 'unsupported']);
    bench.hub.reachable = true;
    bench.hub.push('4');
    await until(() => texts(timeline).join() === '1,2,3,4', 8000);
  });

  it('GROW-1 is loaded again when two builds wrote parts of it in turn', async () => {
    await storeConversation();
    await rewriteAs('ffffffff', UNSUPPORTED, ['entries']);
    const app = await bench.online();
    expect(bench.hub.received.findLast(({ type }) => type === 'hello')).not.toHaveProperty('cursor');
    await until(() => app.inbox.items.value[0]?.last?.body.kind === 'text');
  });

  it('GROW-1 kinds of a newer build do not break an older one after a rollback', async () => {
    await storeConversation();
    await rewriteAs('ffffffff', { kind: 'image', attachmentId: 'f1' });
    bench.hub.reachable = false;
    const app = await bench.start();
    expect(app.inbox.items.value[0]?.last?.body).toEqual(UNSUPPORTED);
    const timeline = app.openTimeline(A);
    await until(() => timeline.rows.value.length === 3);
    expect(timeline.rows.value.map(({ body }) => body)).toEqual([UNSUPPORTED, UNSUPPORTED, UNSUPPORTED]);
  });

  it('GROW-1 outbox items of a newer build wait for that build and block nothing', async () => {
    await storeConversation();
    const put = async (clientMsgId: string, payload: object) => {
      const db = await openDB(`magpie-${ME.id}`);
      await db.put('outbox', { clientMsgId, conversationId: A, createdAt: 1, order: 1, payload }, clientMsgId);
      db.close();
    };
    await put('image', { kind: 'send', body: { kind: 'image', attachmentId: 'f1' } });
    await put('vote', { kind: 'change', change: { kind: 'vote', targetSeq: 1 } });
    await put('text', { kind: 'send', body: { kind: 'text', text: '4' } });
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    await until(() => texts(timeline).join() === '1,2,3,4' && timeline.rows.value.at(-1)?.seq === 4);
    expect(bench.hub.received.filter(({ type }) => type === 'send' || type === 'change')).toHaveLength(1);
    const db = await openDB(`magpie-${ME.id}`);
    await expect.poll(() => db.getAllKeys('outbox')).toEqual(['image', 'vote']);
    db.close();
  });
});
