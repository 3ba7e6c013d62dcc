import type { Contacts, User } from '../../protocol/records';
import type { InboxEntry } from '../inbox/inbox';
import type { Item } from '../outbox/outbox';
import type { KeptDraft, KeptLog, Store } from './store';

/** For browsers that keep nothing: private windows, blocked or full storage. */
export function memoryStore(): Store {
  const items = new Map<string, Item>();
  const logs = new Map<string, KeptLog>();
  const entries = new Map<string, InboxEntry>();
  const drafts = new Map<string, KeptDraft>();
  let head: { readonly epoch: string; readonly cursor: string } | undefined;
  let people: readonly User[] = [];
  let contacts: Contacts | undefined;
  return {
    lasting: false,
    outbox: {
      load: async () => [...items.values()],
      put: async (item) => void items.set(item.clientMsgId, item),
      remove: async (clientMsgId) => void items.delete(clientMsgId),
    },
    loadInbox: async () => head && { ...head, entries: [...entries.values()] },
    async saveInbox(next, changed, gone) {
      head = next;
      for (const entry of changed) entries.set(entry.summary.id, entry);
      for (const id of gone) entries.delete(id);
    },
    loadLog: async (conversationId) => logs.get(conversationId),
    saveLog: async (log) => void logs.set(log.conversationId, log),
    dropLogs: async () => logs.clear(),
    loadPeople: async () => people,
    async savePeople(next) {
      people = next;
    },
    loadContacts: async () => contacts,
    async saveContacts(next) {
      contacts = next;
    },
    loadDrafts: async () => [...drafts.values()],
    saveDraft: async (draft) => void drafts.set(draft.conversationId, draft),
    async wipe(outbox) {
      head = undefined;
      people = [];
      contacts = undefined;
      for (const kept of [logs, entries, drafts]) kept.clear();
      if (outbox) items.clear();
    },
    close: () => undefined,
  };
}
