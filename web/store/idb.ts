import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import * as v from 'valibot';
import { SendableBody } from '../../protocol/bodies';
import { tolerant } from '../../protocol/reading';
import { type Contacts, ConversationSummary, Message, type User } from '../../protocol/records';
import { ChangeRequest } from '../../protocol/up';
import { WIRE } from '../../protocol/version';
import type { InboxEntry } from '../inbox/inbox';
import type { DeviceText, StoredDraft } from '../inbox/stored';
import type { Item } from '../outbox/outbox';
import type { StoredLog } from '../timeline/stored-log';
import { memoryStore } from './memory';
import type { Store } from './store';

interface Head {
  readonly epoch: string;
  readonly cursor: string;
}

/** Wire data is stored with the wire format of the build, because another build may parse more or less of it. */
type Stamped<T> = T & { readonly wire?: string };
const stamped = <T extends object>(value: T): Stamped<T> => ({ ...value, wire: WIRE });
const unstamped = <T extends object>({ wire: _, ...value }: Stamped<T>) => value;
const isOurs = ({ wire }: Stamped<unknown>): boolean => wire === WIRE;

interface Schema extends DBSchema {
  meta: { key: 'head' | 'contacts'; value: Stamped<Head> | Contacts };
  entries: { key: string; value: Stamped<InboxEntry> };
  logs: { key: string; value: Stamped<StoredLog> };
  outbox: { key: string; value: Item };
  /** Shared drafts by conversation id, and texts of this device by `device:` and that id. */
  drafts: { key: string; value: StoredDraft | DeviceText };
  people: { key: string; value: User };
}

const VERSION = 1;
const nameOf = (userId: string): string => `magpie-${userId}`;

/** Memory takes over if the browser does not open its storage within this time, milliseconds. Some never answer. */
const OPEN_MS = 3000;

/** Opens the database and reads from it once, because one that opens may still block reads. */
async function open(userId: string): Promise<IDBPDatabase<Schema>> {
  const opening = openDB<Schema>(nameOf(userId), VERSION, {
    upgrade(db) {
      db.createObjectStore('meta');
      for (const name of ['entries', 'logs', 'outbox', 'drafts', 'people'] as const) db.createObjectStore(name);
    },
    // Another tab wants to delete or upgrade the database: do not block it.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase | null)?.close(),
  });
  const answering = opening.then(async (db) => {
    await db
      .transaction([...db.objectStoreNames])
      .objectStore('meta')
      .count();
    return db;
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('IndexedDB does not answer.')), OPEN_MS);
  });
  return Promise.race([answering, late]).finally(() => clearTimeout(timer));
}

/** The store of one user in IndexedDB; in memory where the browser refuses. `onLost` is called once when storage fails. */
export async function openStore(userId: string, onLost: () => void): Promise<Store> {
  try {
    const db = await open(userId);
    return idbStore(db, onLost);
  } catch {
    return memoryStore();
  }
}

/** Deletes the stored data of a user. */
export async function deleteStore(userId: string): Promise<void> {
  // A browser that blocks site data throws, or rejects: there is nothing to delete.
  try {
    await deleteDB(nameOf(userId));
  } catch {}
}

const KnownBody = tolerant(SendableBody);
const KnownRequest = tolerant(ChangeRequest);
/** Items of a newer build that this one can neither show nor send stay in the store until that build is back. */
const isReadable = ({ payload }: Item): boolean =>
  payload.kind === 'send' ? v.is(KnownBody, payload.body) : v.is(KnownRequest, payload.change);

/** Parses an entry stored by another build. Undefined: unreadable. */
function readEntry(entry: InboxEntry): InboxEntry | undefined {
  const { success, output } = v.safeParse(tolerant(ConversationSummary), entry.summary);
  return success ? { ...entry, summary: output } : undefined;
}

function readLog(log: StoredLog): StoredLog {
  const { success, output } = v.safeParse(tolerant(v.array(Message)), log.messages);
  return { ...log, messages: success ? output : [], stale: true };
}

function idbStore(db: IDBPDatabase<Schema>, onLost: () => void): Store {
  let lost = false;
  /** Failing storage (full, removed) loses the copy but never breaks the app. */
  const guarded = async <T>(work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch {
      if (!lost) onLost();
      lost = true;
      return otherwise;
    }
  };
  /**
   * Runs `change` in one transaction. It commits without waiting for the results: in WebKit, a page closed before they arrive would keep
   * the transaction open and block the next page.
   */
  const write = <N extends StoreNames<Schema>[]>(
    names: N,
    change: (transaction: IDBPTransaction<Schema, N, 'readwrite'>) => readonly Promise<unknown>[],
  ): Promise<boolean> =>
    guarded(async () => {
      const transaction = db.transaction(names, 'readwrite');
      const requests = change(transaction);
      transaction.commit();
      await Promise.all([...requests, transaction.done]);
      return true;
    }, false);
  return {
    lasting: true,
    outbox: {
      load: () => guarded<readonly Item[]>(async () => (await db.getAll('outbox')).filter(isReadable), []),
      put: (item) => write(['outbox'], (transaction) => [transaction.objectStore('outbox').put(item, item.clientMsgId)]),
      remove: (clientMsgId) => write(['outbox'], (transaction) => [transaction.objectStore('outbox').delete(clientMsgId)]),
    },
    loadInbox: () =>
      guarded(async () => {
        const transaction = db.transaction(['meta', 'entries']);
        const [head, entries] = await Promise.all([
          transaction.objectStore('meta').get('head'),
          transaction.objectStore('entries').getAll(),
        ]);
        if (head === undefined || !('epoch' in head)) return undefined;
        if (isOurs(head) && entries.every(isOurs)) return { ...unstamped(head), entries: entries.map(unstamped) };
        return { epoch: head.epoch, cursor: undefined, entries: entries.flatMap((entry) => readEntry(entry) ?? []) };
      }, undefined),
    // One transaction, so that a cursor is never stored without its entries.
    saveInbox: (head, entries, gone) =>
      write(['meta', 'entries'], (transaction) => {
        const store = transaction.objectStore('entries');
        return [
          transaction.objectStore('meta').put(stamped(head), 'head'),
          ...entries.map((entry) => store.put(stamped(entry), entry.summary.id)),
          ...gone.map((id) => store.delete(id)),
        ];
      }),
    loadLog: (conversationId) =>
      guarded(async () => {
        const log = await db.get('logs', conversationId);
        return log && (isOurs(log) ? unstamped(log) : readLog(log));
      }, undefined),
    saveLog: (log) => write(['logs'], (transaction) => [transaction.objectStore('logs').put(stamped(log), log.conversationId)]),
    dropLogs: () => write(['logs'], (transaction) => [transaction.objectStore('logs').clear()]),
    loadPeople: () => guarded<readonly User[]>(() => db.getAll('people'), []),
    savePeople: (people) => write(['people'], (transaction) => people.map((user) => transaction.objectStore('people').put(user, user.id))),
    loadContacts: () =>
      guarded(async () => {
        const kept = await db.get('meta', 'contacts');
        return kept !== undefined && 'contacts' in kept ? kept : undefined;
      }, undefined),
    saveContacts: (contacts) => write(['meta'], (transaction) => [transaction.objectStore('meta').put(contacts, 'contacts')]),
    loadDrafts: () => guarded<readonly StoredDraft[]>(async () => (await db.getAll('drafts')).filter((draft) => 'version' in draft), []),
    loadDeviceTexts: () => guarded<readonly DeviceText[]>(async () => (await db.getAll('drafts')).filter((text) => 'rewrites' in text), []),
    saveDeviceText: (text) =>
      write(['drafts'], (transaction) => [transaction.objectStore('drafts').put(text, `device:${text.conversationId}`)]),
    saveDraft: (draft) => write(['drafts'], (transaction) => [transaction.objectStore('drafts').put(draft, draft.conversationId)]),
    wipe: (outbox) =>
      write(['meta', 'entries', 'logs', 'drafts', 'people', ...(outbox ? (['outbox'] as const) : [])], (transaction) =>
        [...transaction.objectStoreNames].map((name) => transaction.objectStore(name).clear()),
      ),
    close: () => db.close(),
  };
}
