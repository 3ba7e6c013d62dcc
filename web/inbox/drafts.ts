import { type Signal, signal } from '@preact/signals';
import type { DownOf } from '../../protocol/down';
import { DRAFT_MAX_BYTES } from '../../protocol/limits';
import type { Draft as SharedDraft } from '../../protocol/records';
import type { Up } from '../../protocol/up';
import type { Draft } from '../model/drafts';
import { Alarm, type Clock } from '../platform/clock';
import type { DeviceTexts } from './device-texts';
import type { DraftStore, LocalDraft, StoredDraft } from './stored';

/** A draft is saved and sent this long after the last keystroke, milliseconds. */
const SAVE_DELAY_MS = 800;
/** Delay before a refused draft is resent when the hub gives no `retryAfterMs`, milliseconds. */
const RETRY_MS = 10_000;
/** Marks the end of the shared beginning of a long draft. */
const CUT = ' …';

export interface DraftsDeps {
  readonly clock: Clock;
  /** The server's time, epoch ms. It is the version of a draft, so that the newest of all devices wins. */
  readonly serverNow: () => number;
  readonly send: (frame: Up) => boolean;
  readonly store: Pick<DraftStore, 'saveDraft'>;
  readonly texts: DeviceTexts;
}

const isEmpty = ({ text, replyTo }: Draft): boolean => text === '' && replyTo === undefined;

/**
 * Drafts per conversation, shared by the user's devices. The highest version wins; a deletion is a version too. This device keeps a local
 * draft beside the shared one when the text is too long to share, or when another device's draft arrives before it was sent. The shared
 * draft shows again when the local one is sent or deleted.
 */
export class Drafts {
  private readonly drafts = new Map<string, Signal<StoredDraft | undefined>>();
  /** The text for lists, updated after the last keystroke. */
  private readonly previews = new Map<string, Signal<string>>();
  private readonly dirty = new Set<string>();
  /** Conversations of recently sent drafts, by request id. */
  private readonly sentRequests = new Map<string, string>();
  private readonly saving: Alarm;

  constructor(private readonly deps: DraftsDeps) {
    this.saving = new Alarm(deps.clock, () => this.savePending());
  }

  get(conversationId: string): Draft | null {
    const local = this.deps.texts.localDraft(conversationId);
    const shared = this.of(conversationId).value;
    if (local) return { text: local.text, replyTo: local.replyTo, onlyHere: true };
    return shared === undefined || isEmpty(shared) ? null : shared;
  }

  /** The text for lists. It changes only after the last keystroke, so that typing redraws nothing but the composer. */
  preview(conversationId: string): string {
    return this.previewOf(conversationId).value;
  }

  set(conversationId: string, draft: Draft | null): void {
    const { texts } = this.deps;
    const next: Draft = { text: draft?.text ?? '', replyTo: draft?.replyTo };
    const local = texts.peekLocalDraft(conversationId);
    const shared = this.of(conversationId).peek();
    const before = local ?? shared;
    if ((before?.text ?? '') === next.text && before?.replyTo === next.replyTo) return;
    // The shared draft belongs to another device: leave it, and edit the local draft.
    const foreign = local !== undefined && shared !== undefined && shared.version !== local.base && !isEmpty(shared);
    if (foreign) texts.setLocalDraft(conversationId, isEmpty(next) ? undefined : { ...local, ...next });
    else if (fits(next.text)) {
      this.share(conversationId, next);
      texts.setLocalDraft(conversationId, undefined);
    } else this.setLong(conversationId, next);
    if (next.text === '') this.updatePreview(conversationId);
    this.saving.ensure(this.deps.clock.now() + SAVE_DELAY_MS);
  }

  /** Applies a draft from storage or another device. True: it is newer than the known one. */
  apply(draft: SharedDraft | StoredDraft): boolean {
    const known = this.of(draft.conversationId);
    const before = known.peek();
    if ((before?.version ?? -1) >= draft.version) return false;
    this.keepUnsent(before, draft);
    known.value = 'unsent' in draft ? draft : { ...draft, unsent: false };
    this.updatePreview(draft.conversationId);
    return true;
  }

  /** Applies and stores the draft of another device. */
  receive({ conversationId, version, text, replyTo }: SharedDraft): void {
    const draft: SharedDraft = { conversationId, version, text, ...(replyTo !== undefined && { replyTo }) };
    if (this.apply(draft)) void this.deps.store.saveDraft({ ...draft, unsent: false });
  }

  /** Sends changed drafts, if the link is online, and saves them. */
  savePending(): void {
    this.saving.set(null);
    for (const id of this.dirty) {
      this.dirty.delete(id);
      const known = this.of(id);
      const draft = known.peek();
      if (!draft) continue;
      const saved = { ...draft, unsent: !this.sendDraft(draft) };
      known.value = saved;
      this.updatePreview(id);
      void this.deps.store.saveDraft(saved).then((done) => {
        // Retried with the next keystroke, or when the page is closed.
        if (!done && known.peek() === saved) this.dirty.add(id);
      });
    }
  }

  /** Sends the drafts that were written offline. */
  resend(): void {
    for (const [id, draft] of this.drafts) if (draft.peek()?.unsent) this.dirty.add(id);
    if (this.dirty.size > 0) this.savePending();
  }

  /** Marks a refused draft as unsent, and resends it if the error is retryable. */
  refused({ requestId = '', retryable, retryAfterMs = RETRY_MS }: DownOf<'error'>): void {
    const conversationId = this.sentRequests.get(requestId);
    if (conversationId === undefined) return;
    const known = this.of(conversationId);
    const draft = known.peek();
    if (!draft) return;
    known.value = { ...draft, unsent: true };
    if (!retryable) return;
    this.dirty.add(conversationId);
    this.saving.ensure(this.deps.clock.now() + retryAfterMs);
  }

  dispose(): void {
    this.saving.set(null);
  }

  /** Moves an unsent draft to the local one before a newer shared draft replaces it. */
  private keepUnsent(before: StoredDraft | undefined, incoming: SharedDraft): void {
    const { conversationId } = incoming;
    if (before === undefined || before.text === '' || this.deps.texts.peekLocalDraft(conversationId)) return;
    if (!before.unsent || before.text === incoming.text || incoming.text.startsWith(before.text)) return;
    this.deps.texts.setLocalDraft(conversationId, { text: before.text, replyTo: before.replyTo, base: before.version });
  }

  private share(conversationId: string, { text, replyTo }: Draft): StoredDraft {
    const known = this.of(conversationId);
    const version = Math.max(Math.round(this.deps.serverNow()), (known.peek()?.version ?? 0) + 1);
    const draft = { conversationId, version, text, ...(replyTo !== undefined && { replyTo }), unsent: true };
    known.value = draft;
    this.dirty.add(conversationId);
    return draft;
  }

  /** Stores a long draft on this device, and shares its beginning if that changed. */
  private setLong(conversationId: string, { text, replyTo }: Draft): void {
    const begin = beginning(text);
    const known = this.of(conversationId).peek();
    const shared = known?.text === begin && known.replyTo === replyTo ? known : this.share(conversationId, { text: begin, replyTo });
    const local: LocalDraft = { text, replyTo, base: shared.version };
    this.deps.texts.setLocalDraft(conversationId, local);
  }

  private updatePreview(conversationId: string): void {
    this.previewOf(conversationId).value = (this.deps.texts.peekLocalDraft(conversationId) ?? this.of(conversationId).peek())?.text ?? '';
  }

  private previewOf(conversationId: string): Signal<string> {
    let text = this.previews.get(conversationId);
    if (!text) {
      text = signal(this.deps.texts.peekLocalDraft(conversationId)?.text ?? '');
      this.previews.set(conversationId, text);
    }
    return text;
  }

  private sendDraft({ unsent: _, ...draft }: StoredDraft): boolean {
    const requestId = this.deps.clock.uuid();
    for (const [id, conversation] of this.sentRequests) if (conversation === draft.conversationId) this.sentRequests.delete(id);
    this.sentRequests.set(requestId, draft.conversationId);
    return this.deps.send({ type: 'draft', requestId, ...draft });
  }

  private of(conversationId: string): Signal<StoredDraft | undefined> {
    let draft = this.drafts.get(conversationId);
    if (!draft) {
      draft = signal(undefined);
      this.drafts.set(conversationId, draft);
    }
    return draft;
  }
}

const encoder = new TextEncoder();

/** A UTF-16 unit is at most 3 bytes of UTF-8. */
const fits = (text: string): boolean => text.length * 3 <= DRAFT_MAX_BYTES || encoder.encode(text).length <= DRAFT_MAX_BYTES;

/** The longest beginning of a text that can be shared. */
function beginning(text: string): string {
  // `encodeInto` never writes part of a character.
  const room = new Uint8Array(DRAFT_MAX_BYTES - encoder.encode(CUT).length);
  const { read } = encoder.encodeInto(text, room);
  return text.slice(0, read) + CUT;
}
