import * as v from 'valibot';
import { browserValue, type Keep } from '../platform/keep';
import type { Item } from './outbox';
import type { OutboxStore } from './runner';

/** The storage key of a user's journal. */
export const journalKey = (userId: string): string => `magpie.outbox.${userId}`;

/** Only this file writes items, and older versions wrote the same shape, so only the id is checked. */
const Items = v.array(v.looseObject({ clientMsgId: v.string() }));

/**
 * Wraps an outbox store so that no item is lost when the tab closes before IndexedDB has committed, or when IndexedDB fails: an item
 * stays in synchronous storage until the store has it.
 */
export function journaled(store: OutboxStore, keep: Keep, userId: string): OutboxStore {
  const journal = browserValue(journalKey(userId), Items, keep);
  const read = (): readonly Item[] => (journal.read() ?? []) as unknown as Item[];
  const write = (items: readonly Item[]): void => journal.write(items.length === 0 ? null : items.map((item) => ({ ...item })));
  const drop = (clientMsgId: string): void => {
    const items = read();
    const rest = items.filter((item) => item.clientMsgId !== clientMsgId);
    if (rest.length < items.length) write(rest);
  };
  return {
    async load() {
      const unconfirmed = read();
      const items = await store.load();
      const isStored = ({ clientMsgId }: Item) => items.some((item) => item.clientMsgId === clientMsgId);
      for (const item of unconfirmed) if (isStored(item) || (await store.put(item))) drop(item.clientMsgId);
      return [...items, ...unconfirmed.filter((item) => !isStored(item))];
    },
    async put(item) {
      write([...read().filter(({ clientMsgId }) => clientMsgId !== item.clientMsgId), item]);
      const stored = await store.put(item);
      if (stored) drop(item.clientMsgId);
      return stored;
    },
    remove(clientMsgId) {
      drop(clientMsgId);
      return store.remove(clientMsgId);
    },
  };
}
