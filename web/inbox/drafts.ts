import { type Signal, signal } from '@preact/signals';
import type { Draft as SharedDraft } from '../../protocol/records';
import type { Up } from '../../protocol/up';
import type { Draft } from '../model/model';
import { Alarm, type Clock } from '../platform/clock';
import type { KeptDraft } from '../store/store';

/** A draft is written and told to other devices once the keys rest, milliseconds. */
const REST_MS = 800;

export interface DraftsDeps {
  readonly clock: Clock;
  readonly send: (frame: Up) => boolean;
  readonly save: (draft: KeptDraft) => Promise<void>;
}

const isEmpty = ({ text, replyTo }: KeptDraft): boolean => text === '' && replyTo === undefined;

/** Drafts per conversation, here and on one's other devices: the highest version holds, and a deleted draft is a version too. */
export class Drafts {
  private readonly drafts = new Map<string, Signal<KeptDraft | undefined>>();
  /** What other parts of the app see: a draft as the keys left it. */
  private readonly rested = new Map<string, Signal<string>>();
  private readonly dirty = new Set<string>();
  private readonly rest: Alarm;

  constructor(private readonly deps: DraftsDeps) {
    this.rest = new Alarm(deps.clock, () => this.flush());
  }

  get(conversationId: string): Draft | null {
    const draft = this.of(conversationId).value;
    return draft === undefined || isEmpty(draft) ? null : draft;
  }

  /** The text for lists: changes once the keys rest, so that a key draws nothing but the field it goes to. */
  preview(conversationId: string): string {
    return this.restedOf(conversationId).value;
  }

  set(conversationId: string, draft: Draft | null): void {
    const known = this.of(conversationId);
    const text = draft?.text ?? '';
    const replyTo = draft?.replyTo;
    const before = known.peek();
    if ((before?.text ?? '') === text && before?.replyTo === replyTo) return;
    const version = Math.max(this.deps.clock.now(), (before?.version ?? 0) + 1);
    known.value = { conversationId, version, text, ...(replyTo !== undefined && { replyTo }), unsent: true };
    this.dirty.add(conversationId);
    if (text === '') this.show(known.value);
    this.rest.ensure(this.deps.clock.now() + REST_MS);
  }

  /** From storage or another device; true when it is newer than what is here. */
  take(draft: SharedDraft | KeptDraft): boolean {
    const known = this.of(draft.conversationId);
    if ((known.peek()?.version ?? -1) >= draft.version) return false;
    known.value = 'unsent' in draft ? draft : { ...draft, unsent: false };
    this.show(known.value);
    return true;
  }

  /** Also keeps what another device wrote. */
  receive(draft: SharedDraft): void {
    if (this.take(draft)) void this.deps.save({ ...draft, unsent: false });
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
      this.show(told);
      void this.deps.save(told);
    }
  }

  /** What was written while nobody listened. */
  resend(): void {
    for (const [id, draft] of this.drafts) if (draft.peek()?.unsent) this.dirty.add(id);
    if (this.dirty.size > 0) this.flush();
  }

  private show({ conversationId, text }: KeptDraft): void {
    this.restedOf(conversationId).value = text;
  }

  private restedOf(conversationId: string): Signal<string> {
    let text = this.rested.get(conversationId);
    if (!text) {
      text = signal('');
      this.rested.set(conversationId, text);
    }
    return text;
  }

  private tell({ unsent: _, ...draft }: KeptDraft): boolean {
    return this.deps.send({ type: 'draft', ...draft });
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
