import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ConversationSummary } from '../../protocol/records';
import type { InboxEntry } from '../inbox/inbox';
import { deleteStore, openStore } from './idb';
import { memoryStore } from './memory';
import type { Store } from './store';

const entry = (id: string): InboxEntry => ({
  summary: { id, title: id } as ConversationSummary,
  unsentRead: 0,
  told: { count: 0, upTo: 0 },
  mentioned: [],
});
const item = (clientMsgId: string) =>
  ({ clientMsgId, conversationId: 'a', payload: { kind: 'send', body: { kind: 'text', text: 'x' } }, createdAt: 1, order: 1 }) as const;
const log = { conversationId: 'a', from: 1, to: 3, messages: [] };
const contacts = { contacts: [{ user: { id: 'ann', name: 'Ann' }, alias: '安姐', since: 1 }], requests: [], blocked: [] };
const draft = { conversationId: 'a', version: 1, text: 'x', unsent: true };

const stores: Record<string, () => Promise<Store>> = {
  IndexedDB: () => openStore('u', () => undefined),
  memory: async () => memoryStore(),
};

describe.each(Object.keys(stores))('the store in %s', (kind) => {
  const open = () => stores[kind]?.() ?? Promise.reject(new Error(kind));
  let store: Store;
  afterEach(async () => {
    store.close();
    await deleteStore('u');
  });

  it('returns what was saved', async () => {
    store = await open();
    expect([await store.loadInbox(), await store.loadLog('a'), await store.outbox.load()]).toEqual([undefined, undefined, []]);
    await store.saveInbox({ epoch: 'e', cursor: 'e.1' }, [entry('a'), entry('b')], []);
    await store.saveInbox({ epoch: 'e', cursor: 'e.2' }, [entry('c')], ['a']);
    await store.saveLog(log);
    await store.outbox.put(item('1'));
    await store.saveDraft(draft);
    await store.savePeople([{ id: 'ann', name: 'Ann' }]);
    expect(await store.loadContacts()).toBeUndefined();
    await store.saveContacts(contacts);
    expect(await store.loadContacts()).toEqual(contacts);
    const inbox = await store.loadInbox();
    expect([inbox?.cursor, inbox?.entries.map(({ summary }) => summary.id).toSorted()]).toEqual(['e.2', ['b', 'c']]);
    expect([await store.loadLog('a'), await store.outbox.load(), await store.loadDrafts(), await store.loadPeople()]).toEqual([
      log,
      [item('1')],
      [draft],
      [{ id: 'ann', name: 'Ann' }],
    ]);
    await store.outbox.remove('1');
    expect(await store.outbox.load()).toEqual([]);
  });

  it.each([true, false])('wipe deletes everything, the outbox only on request (%s)', async (outbox) => {
    store = await open();
    await store.saveInbox({ epoch: 'e', cursor: 'e.1' }, [entry('a')], []);
    await store.saveLog(log);
    await store.outbox.put(item('1'));
    await store.saveDraft(draft);
    await store.saveContacts(contacts);
    await store.wipe(outbox);
    expect(await store.loadContacts()).toBeUndefined();
    expect([await store.loadInbox(), await store.loadLog('a'), await store.loadDrafts(), await store.loadPeople()]).toEqual([
      undefined,
      undefined,
      [],
      [],
    ]);
    expect(await store.outbox.load()).toHaveLength(outbox ? 0 : 1);
  });
});

describe('without browser storage', () => {
  it('falls back to memory', async () => {
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new DOMException('no', 'SecurityError');
      },
    });
    const store = await openStore('u', () => undefined);
    vi.unstubAllGlobals();
    expect(store.lasting).toBe(false);
  });

  it('a failing store loses only its copy, and calls onLost once', async () => {
    const lost = vi.fn();
    const store = await openStore('v', lost);
    expect(store.lasting).toBe(true);
    store.close();
    await store.outbox.put(item('1'));
    await store.saveLog(log);
    expect(await store.loadLog('a')).toBeUndefined();
    expect(lost).toHaveBeenCalledTimes(1);
  });
});
