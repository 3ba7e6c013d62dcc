import { type Signal, signal } from '@preact/signals';
import type { DownOf } from '../../protocol/down';
import { DRAFT_MAX_BYTES } from '../../protocol/limits';
import type { Draft as SharedDraft } from '../../protocol/records';
import type { Up } from '../../protocol/up';
import type { Draft } from '../model/drafts';
import { Alarm, type Clock } from '../platform/clock';
import type { DeviceTexts } from './device-texts';
import type { DraftStore, KeptDraft, OwnDraft } from './kept';

/** A draft is written and told to other devices once the keys rest, milliseconds. */
const REST_MS = 800;
/** A draft that the hub refused is told again after this, where the hub names no time, milliseconds. */
const RETRY_MS = 10_000;
/** Ends the part of a long draft that other devices get. */
const CUT = ' …';

export interface DraftsDeps {
  readonly clock: Clock;
  /** The server's time, epoch ms: the newest draft of all devices has the highest version. */
  readonly serverNow: () => number;
  readonly send: (frame: Up) => boolean;
  readonly store: Pick<DraftStore, 'saveDraft'>;
  readonly texts: DeviceTexts;
}

const isEmpty = ({ text, replyTo }: Draft): boolean => text === '' && replyTo === undefined;

/**
 * Drafts per conversation, shared by the user's devices: the highest version holds, and a deleted draft is a version too. A draft that
 * is too long to share stays on this device in whole, beside the shared one; so does one that another device's draft would replace
 * before it was told. Neither is lost: the shared one shows when the own one is sent or deleted.
 */
export class Drafts {
  private readonly drafts = new Map<string, Signal<KeptDraft | undefined>>();
  /** The text for lists, as the keys left it. */
  private readonly rested = new Map<string, Signal<string>>();
  private readonly dirty = new Set<string>();
  /** Conversations of drafts that were told lately, by the request's id. */
  private readonly told = new Map<string, string>();
  private readonly rest: Alarm;

  constructor(private readonly deps: DraftsDeps) {
    this.rest = new Alarm(deps.clock, () => this.flush());
  }

  get(conversationId: string): Draft | null {
    const own = this.deps.texts.own(conversationId);
    const shared = this.of(conversationId).value;
    if (own) return { text: own.text, replyTo: own.replyTo, onlyHere: true };
    return shared === undefined || isEmpty(shared) ? null : shared;
  }

  /** The text for lists: changes once the keys rest, so that a key draws nothing but the field it goes to. */
  preview(conversationId: string): string {
    return this.restedOf(conversationId).value;
  }

  set(conversationId: string, draft: Draft | null): void {
    const { texts } = this.deps;
    const next: Draft = { text: draft?.text ?? '', replyTo: draft?.replyTo };
    const own = texts.peekOwn(conversationId);
    const shared = this.of(conversationId).peek();
    const before = own ?? shared;
    if ((before?.text ?? '') === next.text && before?.replyTo === next.replyTo) return;
    // The shared draft is another device's: it stays as it is, and shows when the own one is gone.
    const foreign = own !== undefined && shared !== undefined && shared.version !== own.base && !isEmpty(shared);
    if (foreign) texts.setOwn(conversationId, isEmpty(next) ? undefined : { ...own, ...next });
    else if (fits(next.text)) {
      this.share(conversationId, next);
      texts.setOwn(conversationId, undefined);
    } else this.setLong(conversationId, next);
    if (next.text === '') this.show(conversationId);
    this.rest.ensure(this.deps.clock.now() + REST_MS);
  }

  /** From storage or another device; true when it is newer than what is here. */
  take(draft: SharedDraft | KeptDraft): boolean {
    const known = this.of(draft.conversationId);
    const before = known.peek();
    if ((before?.version ?? -1) >= draft.version) return false;
    this.keepUntold(before, draft);
    known.value = 'unsent' in draft ? draft : { ...draft, unsent: false };
    this.show(draft.conversationId);
    return true;
  }

  /** Also keeps what another device wrote. */
  receive({ conversationId, version, text, replyTo }: SharedDraft): void {
    const draft: SharedDraft = { conversationId, version, text, ...(replyTo !== undefined && { replyTo }) };
    if (this.take(draft)) void this.deps.store.saveDraft({ ...draft, unsent: false });
  }

  /** Writes what the keys left, and tells it where somebody listens. */
  flush(): void {
    this.rest.set(null);
    for (const id of this.dirty) {
      this.dirty.delete(id);
      const known = this.of(id);
      const draft = known.peek();
      if (!draft) continue;
      const told = { ...draft, unsent: !this.tell(draft) };
      known.value = told;
      this.show(id);
      void this.deps.store.saveDraft(told).then((done) => {
        // Written again when the page is left, or with the next key.
        if (!done && known.peek() === told) this.dirty.add(id);
      });
    }
  }

  /** What was written while nobody listened. */
  resend(): void {
    for (const [id, draft] of this.drafts) if (draft.peek()?.unsent) this.dirty.add(id);
    if (this.dirty.size > 0) this.flush();
  }

  /** The hub refused a draft: the other devices do not have it. */
  refused({ requestId = '', retryable, retryAfterMs = RETRY_MS }: DownOf<'error'>): void {
    const conversationId = this.told.get(requestId);
    if (conversationId === undefined) return;
    const known = this.of(conversationId);
    const draft = known.peek();
    if (!draft) return;
    known.value = { ...draft, unsent: true };
    if (!retryable) return;
    this.dirty.add(conversationId);
    this.rest.ensure(this.deps.clock.now() + retryAfterMs);
  }

  dispose(): void {
    this.rest.set(null);
  }

  /** A draft that no other device has yet makes way for a newer shared one, but is not lost. */
  private keepUntold(before: KeptDraft | undefined, incoming: SharedDraft): void {
    const { conversationId } = incoming;
    if (before === undefined || before.text === '' || this.deps.texts.peekOwn(conversationId)) return;
    if (!before.unsent || before.text === incoming.text || incoming.text.startsWith(before.text)) return;
    this.deps.texts.setOwn(conversationId, { text: before.text, replyTo: before.replyTo, base: before.version });
  }

  private share(conversationId: string, { text, replyTo }: Draft): KeptDraft {
    const known = this.of(conversationId);
    const version = Math.max(Math.round(this.deps.serverNow()), (known.peek()?.version ?? 0) + 1);
    const draft = { conversationId, version, text, ...(replyTo !== undefined && { replyTo }), unsent: true };
    known.value = draft;
    this.dirty.add(conversationId);
    return draft;
  }

  /** The other devices get the beginning, where it is not there already. */
  private setLong(conversationId: string, { text, replyTo }: Draft): void {
    const begin = beginning(text);
    const known = this.of(conversationId).peek();
    const shared = known?.text === begin && known.replyTo === replyTo ? known : this.share(conversationId, { text: begin, replyTo });
    const own: OwnDraft = { text, replyTo, base: shared.version };
    this.deps.texts.setOwn(conversationId, own);
  }

  private show(conversationId: string): void {
    this.restedOf(conversationId).value = (this.deps.texts.peekOwn(conversationId) ?? this.of(conversationId).peek())?.text ?? '';
  }

  private restedOf(conversationId: string): Signal<string> {
    let text = this.rested.get(conversationId);
    if (!text) {
      text = signal(this.deps.texts.peekOwn(conversationId)?.text ?? '');
      this.rested.set(conversationId, text);
    }
    return text;
  }

  private tell({ unsent: _, ...draft }: KeptDraft): boolean {
    const requestId = this.deps.clock.uuid();
    for (const [id, conversation] of this.told) if (conversation === draft.conversationId) this.told.delete(id);
    this.told.set(requestId, draft.conversationId);
    return this.deps.send({ type: 'draft', requestId, ...draft });
  }

  private of(conversationId: string): Signal<KeptDraft | undefined> {
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

/** As much of a long text as can be shared. */
function beginning(text: string): string {
  // `encodeInto` writes whole characters alone.
  const room = new Uint8Array(DRAFT_MAX_BYTES - encoder.encode(CUT).length);
  const { read } = encoder.encodeInto(text, room);
  return text.slice(0, read) + CUT;
}
