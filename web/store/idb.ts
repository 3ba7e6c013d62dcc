import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import type { Contacts, User } from '../../protocol/records';
import type { InboxEntry } from '../inbox/inbox';
import type { Item } from '../outbox/outbox';
import { memoryStore } from './memory';
import type { KeptDraft, KeptLog, Store } from './store';

interface Head {
  readonly epoch: string;
  readonly cursor: string;
}

interface Schema extends DBSchema {
  meta: { key: 'head' | 'contacts'; value: Head | Contacts };
  entries: { key: string; value: InboxEntry };
  logs: { key: string; value: KeptLog };
  outbox: { key: string; value: Item };
  drafts: { key: string; value: KeptDraft };
  people: { key: string; value: User };
}

const VERSION = 1;
const nameOf = (userId: string): string => `magpie-${userId}`;

/** How long the browser may take to open its storage before memory takes over, milliseconds: some never answer. */
const OPEN_MS = 3000;

async function open(userId: string): Promise<IDBPDatabase<Schema>> {
  const opening = openDB<Schema>(nameOf(userId), VERSION, {
    upgrade(db) {
      db.createObjectStore('meta');
      for (const name of ['entries', 'logs', 'outbox', 'drafts', 'people'] as const) db.createObjectStore(name);
    },
    // Another tab wants to delete or upgrade: the storage is not ours to block.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase | null)?.close(),
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('IndexedDB does not answer.')), OPEN_MS);
  });
  return Promise.race([opening, late]).finally(() => clearTimeout(timer));
}

/** The store of one user in IndexedDB; in memory where the browser refuses. `onLost` is told once when writing stops working. */
export async function openStore(userId: string, onLost: () => void): Promise<Store> {
  try {
    const db = await open(userId);
    return idbStore(db, onLost);
  } catch {
    return memoryStore();
  }
}

/** Deletes what is kept for a user. */
export async function deleteStore(userId: string): Promise<void> {
  await deleteDB(nameOf(userId)).catch(() => undefined);
}

function idbStore(db: IDBPDatabase<Schema>, onLost: () => void): Store {
  let lost = false;
  /** Storage that fails (full, taken away) costs the copy, never the app. */
  const guarded = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch {
      if (!lost) onLost();
      lost = true;
      return otherwise;
    }
  };
  return {
    lasting: true,
    outbox: {
      load: () => guarded<readonly Item[]>(() => db.getAll('outbox'), []),
      put: (item) => guarded(async () => void (await db.put('outbox', item, item.clientMsgId)), undefined),
      remove: (clientMsgId) => guarded(() => db.delete('outbox', clientMsgId), undefined),
    },
    loadInbox: () =>
      guarded(async () => {
        const transaction = db.transaction(['meta', 'entries']);
        const [head, entries] = await Promise.all([
          transaction.objectStore('meta').get('head'),
          transaction.objectStore('entries').getAll(),
        ]);
        return head !== undefined && 'epoch' in head ? { ...head, entries } : undefined;
      }, undefined),
    saveInbox: (head, entries, gone) =>
      guarded(async () => {
        // One transaction: a cursor is never kept without what it stands for.
        const transaction = db.transaction(['meta', 'entries'], 'readwrite');
        const store = transaction.objectStore('entries');
        await Promise.all([
          transaction.objectStore('meta').put(head, 'head'),
          ...entries.map((entry) => store.put(entry, entry.summary.id)),
          ...gone.map((id) => store.delete(id)),
          transaction.done,
        ]);
      }, undefined),
    loadLog: (conversationId) => guarded(() => db.get('logs', conversationId), undefined),
    saveLog: (log) => guarded(async () => void (await db.put('logs', log, log.conversationId)), undefined),
    dropLogs: () => guarded(() => db.clear('logs'), undefined),
    loadPeople: () => guarded<readonly User[]>(() => db.getAll('people'), []),
    savePeople: (people) =>
      guarded(async () => {
        const transaction = db.transaction('people', 'readwrite');
        await Promise.all([...people.map((user) => transaction.store.put(user, user.id)), transaction.done]);
      }, undefined),
    loadContacts: () =>
      guarded(async () => {
        const kept = await db.get('meta', 'contacts');
        return kept !== undefined && 'contacts' in kept ? kept : undefined;
      }, undefined),
    saveContacts: (contacts) => guarded(async () => void (await db.put('meta', contacts, 'contacts')), undefined),
    loadDrafts: () => guarded<readonly KeptDraft[]>(() => db.getAll('drafts'), []),
    saveDraft: (draft) => guarded(async () => void (await db.put('drafts', draft, draft.conversationId)), undefined),
    wipe: (outbox) =>
      guarded(async () => {
        const names = ['meta', 'entries', 'logs', 'drafts', 'people', ...(outbox ? (['outbox'] as const) : [])] as const;
        const transaction = db.transaction(names, 'readwrite');
        await Promise.all([...names.map((name) => transaction.objectStore(name).clear()), transaction.done]);
      }, undefined),
    close: () => db.close(),
  };
}
