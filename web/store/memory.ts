import type { Contacts, User } from '../../protocol/records';
import type { InboxEntry } from '../inbox/inbox';
import type { DeviceText, StoredDraft } from '../inbox/stored';
import type { Item } from '../outbox/outbox';
import type { StoredLog } from '../timeline/stored-log';
import type { Store } from './store';

const done = (_: unknown): true => true;

/** A store in memory, for browsers without usable storage: private windows, blocked or full storage. */
export function memoryStore(): Store {
  const items = new Map<string, Item>();
  const logs = new Map<string, StoredLog>();
  const entries = new Map<string, InboxEntry>();
  const drafts = new Map<string, StoredDraft>();
  const deviceTexts = new Map<string, DeviceText>();
  let head: { readonly epoch: string; readonly cursor: string } | undefined;
  let people: readonly User[] = [];
  let contacts: Contacts | undefined;
  return {
    lasting: false,
    outbox: {
      load: async () => [...items.values()],
      put: async (item) => done(items.set(item.clientMsgId, item)),
      remove: async (clientMsgId) => done(items.delete(clientMsgId)),
    },
    loadInbox: async () => head && { ...head, entries: [...entries.values()] },
    async saveInbox(next, changed, gone) {
      head = next;
      for (const entry of changed) entries.set(entry.summary.id, entry);
      for (const id of gone) entries.delete(id);
      return true;
    },
    loadLog: async (conversationId) => logs.get(conversationId),
    saveLog: async (log) => done(logs.set(log.conversationId, log)),
    dropLogs: async () => done(logs.clear()),
    loadPeople: async () => people,
    async savePeople(next) {
      people = next;
      return true;
    },
    loadContacts: async () => contacts,
    async saveContacts(next) {
      contacts = next;
      return true;
    },
    loadDrafts: async () => [...drafts.values()],
    loadDeviceTexts: async () => [...deviceTexts.values()],
    saveDeviceText: async (text) => done(deviceTexts.set(text.conversationId, text)),
    saveDraft: async (draft) => done(drafts.set(draft.conversationId, draft)),
    async wipe(outbox) {
      head = undefined;
      people = [];
      contacts = undefined;
      for (const map of [logs, entries, drafts, deviceTexts]) map.clear();
      if (outbox) items.clear();
      return true;
    },
    close: () => undefined,
  };
}
