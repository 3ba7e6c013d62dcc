import type { Keep } from '../app/session';
import type { Item } from './outbox';
import type { OutboxStore } from './runner';

/** Where the journal of a user is kept. */
export const journalKey = (userId: string): string => `magpie.outbox.${userId}`;

/**
 * An outbox store that loses nothing to a tab that dies within the milliseconds that IndexedDB takes: until an item is safe there,
 * it stands in storage that is written at once.
 */
export function journaled(store: OutboxStore, keep: Keep, userId: string): OutboxStore {
  const key = journalKey(userId);
  const read = (): readonly Item[] => {
    try {
      // Written by this very code; what is no list of items is dropped.
      const parsed: unknown = JSON.parse(keep.get(key) ?? '[]');
      return Array.isArray(parsed) ? (parsed as Item[]).filter((item) => typeof item?.clientMsgId === 'string') : [];
    } catch {
      return [];
    }
  };
  const write = (items: readonly Item[]): void => keep.set(key, items.length === 0 ? null : JSON.stringify(items));
  const drop = (clientMsgId: string): void => {
    const items = read();
    const rest = items.filter((item) => item.clientMsgId !== clientMsgId);
    if (rest.length < items.length) write(rest);
  };
  return {
    async load() {
      const lost = read();
      const items = await store.load();
      const missing = lost.filter(({ clientMsgId }) => !items.some((item) => item.clientMsgId === clientMsgId));
      for (const item of missing) await store.put(item);
      for (const { clientMsgId } of lost) drop(clientMsgId);
      return [...items, ...missing];
    },
    async put(item) {
      write([...read().filter(({ clientMsgId }) => clientMsgId !== item.clientMsgId), item]);
      await store.put(item);
      drop(item.clientMsgId);
    },
    async remove(clientMsgId) {
      drop(clientMsgId);
      await store.remove(clientMsgId);
    },
  };
}
