import type { Contacts, Draft, Message, User } from '../../protocol/records';
import type { InboxEntry } from '../inbox/inbox';
import type { OutboxStore } from '../outbox/runner';

/** The newest part of a conversation's log as it is kept: contiguous from `from` to `to`. */
export interface KeptLog {
  readonly conversationId: string;
  readonly from: number;
  readonly to: number;
  readonly messages: readonly Message[];
  /** Kept by a build that read the wire differently: good enough to show, and to be pulled again before anything is built on it. */
  readonly stale?: boolean;
}

/** Everything of the inbox that a reload shows at once. */
export interface KeptInbox {
  readonly epoch: string;
  /** Undefined when a build that read the wire differently kept a part: all of it has to be read again. */
  readonly cursor: string | undefined;
  readonly entries: readonly InboxEntry[];
}

/** A draft; `unsent`: one's other devices were not told of it yet. A deleted one is kept as an empty text, so that it stays deleted. */
export type KeptDraft = Draft & { readonly unsent: boolean };

/** What this browser keeps for one user. Nothing here is the truth, but the outbox until it is stored. */
export interface Store {
  /** False: memory only, lost with the tab. */
  readonly lasting: boolean;
  readonly outbox: OutboxStore;
  loadInbox(): Promise<KeptInbox | undefined>;
  /** Writes what changed: entries that are to be kept, and ids that are gone. */
  saveInbox(
    head: { readonly epoch: string; readonly cursor: string },
    entries: readonly InboxEntry[],
    gone: readonly string[],
  ): Promise<void>;
  loadLog(conversationId: string): Promise<KeptLog | undefined>;
  saveLog(log: KeptLog): Promise<void>;
  dropLogs(): Promise<void>;
  loadPeople(): Promise<readonly User[]>;
  savePeople(people: readonly User[]): Promise<void>;
  /** Whom one knows and what one calls them, as it was told last. */
  loadContacts(): Promise<Contacts | undefined>;
  saveContacts(contacts: Contacts): Promise<void>;
  loadDrafts(): Promise<readonly KeptDraft[]>;
  saveDraft(draft: KeptDraft): Promise<void>;
  /** Forgets everything, the outbox too where `outbox` says so. */
  wipe(outbox: boolean): Promise<void>;
  close(): void;
}
