import * as v from 'valibot';
import { browserValue, type Keep } from '../platform/keep';
import type { Item } from './outbox';
import type { OutboxStore } from './runner';

/** Where the journal of a user is kept. */
export const journalKey = (userId: string): string => `magpie.outbox.${userId}`;

/** Written by this code alone; an older version's items have the same shape. */
const Items = v.array(v.looseObject({ clientMsgId: v.string() }));

/**
 * An outbox store that loses nothing to a tab that dies within the milliseconds that IndexedDB takes, or to an IndexedDB that refuses:
 * until an item is safe there, it stands in storage that is written at once.
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
      const lost = read();
      const items = await store.load();
      const isStored = ({ clientMsgId }: Item) => items.some((item) => item.clientMsgId === clientMsgId);
      for (const item of lost) if (isStored(item) || (await store.put(item))) drop(item.clientMsgId);
      return [...items, ...lost.filter((item) => !isStored(item))];
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
