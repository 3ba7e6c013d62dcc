import type { Draft } from '../../protocol/records';
import type { InboxEntry } from './inbox';

/** The part of the inbox that a reload shows at once. */
export interface KeptInbox {
  readonly epoch: string;
  /** Undefined when a build that read the wire differently kept a part: all of it has to be read again. */
  readonly cursor: string | undefined;
  readonly entries: readonly InboxEntry[];
}

/** Where the inbox is kept. Writes resolve to whether they were done. */
export interface InboxStore {
  loadInbox(): Promise<KeptInbox | undefined>;
  /** Writes the entries that changed and deletes those that are gone, together with the cursor they belong to. */
  saveInbox(
    head: { readonly epoch: string; readonly cursor: string },
    entries: readonly InboxEntry[],
    gone: readonly string[],
  ): Promise<boolean>;
}

/** A draft; `unsent`: the user's other devices do not have it yet. A deleted draft is kept as an empty text, so that it stays deleted. */
export type KeptDraft = Draft & { readonly unsent: boolean };

/** A draft that the user's other devices do not have: too long to share, or written while another device changed the shared one. */
export interface OwnDraft {
  readonly text: string;
  readonly replyTo?: number | undefined;
  /** Version of the shared draft that this text replaces; another version on the server is another device's text, and stays. */
  readonly base: number;
}

/** What only this device has of a conversation's unsent texts. */
export interface DeviceText {
  readonly conversationId: string;
  readonly own?: OwnDraft;
  /** The message that is being rewritten. */
  readonly editing?: number;
  /** Messages that were rewritten, and whose new text was not sent; the newest last. */
  readonly rewrites: readonly { readonly seq: number; readonly text: string }[];
}

/** Where unsent texts are kept. Writes resolve to whether they were done. */
export interface DraftStore {
  loadDrafts(): Promise<readonly KeptDraft[]>;
  saveDraft(draft: KeptDraft): Promise<boolean>;
  loadDeviceTexts(): Promise<readonly DeviceText[]>;
  saveDeviceText(text: DeviceText): Promise<boolean>;
}
