import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Up } from '../../protocol/up';
import { realClock } from '../platform/clock';
import { deleteStore, openStore } from '../store/idb';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { journaled } from './journal';
import { type OutboxDeps, OutboxRunner } from './runner';

const runner = (store: Pick<Store, 'outbox'>, sent: Up[], more: Partial<OutboxDeps> = {}) =>
  new OutboxRunner({
    clock: realClock,
    serverNow: () => realClock.now(),
    store: store.outbox,
    send: (frame) => {
      sent.push(frame);
      return true;
    },
    onStored: () => undefined,
    onRefused: () => undefined,
    onWritten: () => undefined,
    ...more,
  });
const text = (content: string) => ({ kind: 'send', body: { kind: 'text', text: content } }) as const;
const texts = (frames: readonly Up[]) => frames.map((frame) => (frame.type === 'send' ? frame.body.text : frame.type));

describe('SEND-7 the outbox in IndexedDB', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore('u', () => undefined);
  });
  afterEach(async () => {
    store.close();
    await deleteStore('u');
  });

  it('SEND-7 saves an item before sending it', async () => {
    const sent: Up[] = [];
    const outbox = runner(store, sent);
    outbox.dispatch({ type: 'online' });
    outbox.write('a', text('one'));
    expect(texts(sent)).toEqual([]);
    expect(outbox.items.value).toHaveLength(1);
    await vi.waitFor(() => expect(texts(sent)).toEqual(['one']));
    expect(await store.outbox.load()).toHaveLength(1);
    outbox.dispose();
  });

  it('SEND-7 survives a reload, in order, under the same ids', async () => {
    const before = runner(store, []);
    for (const content of ['one', 'two', 'three']) before.write('a', text(content));
    await before.saved();
    before.dispose();

    const sent: Up[] = [];
    const after = runner(store, sent);
    await after.load();
    expect(after.items.value.map(({ clientMsgId }) => clientMsgId)).toEqual(before.items.value.map(({ clientMsgId }) => clientMsgId));
    after.dispatch({ type: 'online' });
    for (const _ of [1, 2, 3]) {
      const { clientMsgId } = sent.at(-1) as Extract<Up, { type: 'send' }>;
      expect(after.onAck({ type: 'sendAck', clientMsgId, conversationId: 'a', seq: 1, n: 1, createdAt: 1 })).toBe(true);
    }
    expect(texts(sent)).toEqual(['one', 'two', 'three']);
    await after.saved();
    expect(await store.outbox.load()).toEqual([]);
    after.dispose();
  });

  it('orders items written after a reload behind earlier ones, even with a clock set back', async () => {
    const clock = { ...realClock, now: () => 5000 };
    const before = runner(store, [], { clock });
    for (const content of ['one', 'two']) before.write('a', text(content));
    await before.saved();
    const after = runner(store, [], { clock: { ...clock, now: () => 1000 } });
    await after.load();
    after.write('a', text('three'));
    await after.saved();
    expect(after.items.value.map(({ payload }) => (payload.kind === 'send' ? payload.body.text : ''))).toEqual(['one', 'two', 'three']);
  });
});

describe('the journal', () => {
  const kept = new Map<string, string>();
  const keep = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string | null) => void (value === null ? kept.delete(key) : kept.set(key, value)),
    keys: () => [...kept.keys()],
  };

  it('SEND-7 keeps an item when the tab closes before IndexedDB has committed', async () => {
    const never: Store['outbox'] = { load: async () => [], put: () => new Promise(() => undefined), remove: async () => true };
    const dying = runner({ outbox: journaled(never, keep, 'u') }, []);
    for (const content of ['one', 'two']) dying.write('a', text(content));

    const store = memoryStore();
    const sent: Up[] = [];
    const next = runner({ ...store, outbox: journaled(store.outbox, keep, 'u') }, sent);
    await next.load();
    next.dispatch({ type: 'online' });
    expect(texts(sent)).toEqual(['one']);
    expect(next.items.value).toHaveLength(2);
    expect(await store.outbox.load()).toHaveLength(2);
    expect(kept.size).toBe(0);
    next.dispose();
  });

  it('drops an item once IndexedDB has it', async () => {
    const store = memoryStore();
    const outbox = runner({ ...store, outbox: journaled(store.outbox, keep, 'u') }, []);
    outbox.write('a', text('one'));
    expect(kept.size).toBe(1);
    await outbox.saved();
    expect(kept.size).toBe(0);
    outbox.dispose();
  });
});

describe('a failing store', () => {
  it('SEND-7 the journal keeps an item until IndexedDB has committed it', async () => {
    const kept = new Map<string, string>();
    const keep = {
      get: (key: string) => kept.get(key) ?? null,
      set: (key: string, value: string | null) => void (value === null ? kept.delete(key) : kept.set(key, value)),
      keys: () => [...kept.keys()],
    };
    const store = memoryStore();
    let refuses = true;
    const fails: Store['outbox'] = { ...store.outbox, put: async (item) => !refuses && store.outbox.put(item) };
    const before = runner({ outbox: journaled(fails, keep, 'u') }, []);
    before.write('a', text('one'));
    await before.saved();
    before.dispose();

    const after = runner({ outbox: journaled(fails, keep, 'u') }, []);
    await after.load();
    expect(after.items.value).toHaveLength(1);
    after.dispose();

    refuses = false;
    const last = runner({ outbox: journaled(fails, keep, 'u') }, []);
    await last.load();
    expect(last.items.value).toHaveLength(1);
    expect(await store.outbox.load()).toHaveLength(1);
    expect(kept.size).toBe(0);
    last.dispose();
  });
});

describe('without storage', () => {
  it('sends from memory', async () => {
    const sent: Up[] = [];
    const outbox = runner(memoryStore(), sent);
    outbox.dispatch({ type: 'online' });
    outbox.write('a', text('one'));
    await vi.waitFor(() => expect(texts(sent)).toEqual(['one']));
    outbox.dispose();
  });

  it('sends an item whose write failed', async () => {
    const sent: Up[] = [];
    const broken: Store = {
      ...memoryStore(),
      outbox: { load: async () => [], put: () => Promise.reject(new Error('full')), remove: () => Promise.reject(new Error('full')) },
    };
    const outbox = runner(broken, sent);
    outbox.dispatch({ type: 'online' });
    outbox.write('a', text('one'));
    await vi.waitFor(() => expect(texts(sent)).toEqual(['one']));
    outbox.dispose();
  });
});
