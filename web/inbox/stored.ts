import type { Draft } from '../../protocol/records';
import type { InboxEntry } from './inbox';

/** The inbox as the store holds it. A reload shows it at once. */
export interface StoredInbox {
  readonly epoch: string;
  /** Undefined when a build with another wire format stored any part: the whole inbox must be loaded again. */
  readonly cursor: string | undefined;
  readonly entries: readonly InboxEntry[];
}

/** Storage of the inbox. A write resolves to whether it succeeded. */
export interface InboxStore {
  loadInbox(): Promise<StoredInbox | undefined>;
  /** Writes changed entries, deletes removed ones and stores their cursor, in one transaction. */
  saveInbox(
    head: { readonly epoch: string; readonly cursor: string },
    entries: readonly InboxEntry[],
    gone: readonly string[],
  ): Promise<boolean>;
}

/** A stored draft. `unsent`: other devices do not have it yet. A deletion is an empty text, so that an older version cannot return. */
export type StoredDraft = Draft & { readonly unsent: boolean };

/** A draft that only this device has: too long to share, or written while another device changed the shared one. */
export interface LocalDraft {
  readonly text: string;
  readonly replyTo?: number | undefined;
  /** The version of the shared draft that this text replaces. A different shared version belongs to another device, and stays. */
  readonly base: number;
}

/** The unsent texts of a conversation that only this device has. */
export interface DeviceText {
  readonly conversationId: string;
  readonly own?: LocalDraft;
  /** The message that is being rewritten. */
  readonly editing?: number;
  /** Rewritten messages whose new text is unsent, the newest last. */
  readonly rewrites: readonly { readonly seq: number; readonly text: string }[];
}

/** Storage of unsent texts. A write resolves to whether it succeeded. */
export interface DraftStore {
  loadDrafts(): Promise<readonly StoredDraft[]>;
  saveDraft(draft: StoredDraft): Promise<boolean>;
  loadDeviceTexts(): Promise<readonly DeviceText[]>;
  saveDeviceText(text: DeviceText): Promise<boolean>;
}
