import { type Signal, signal } from '@preact/signals';
import { Alarm, type Clock } from '../platform/clock';
import type { DeviceText, DraftStore, LocalDraft } from './stored';

/** Texts are saved this long after the last keystroke, milliseconds. */
const SAVE_DELAY_MS = 800;
/** The most unsent rewrites stored per conversation; the oldest is dropped first. */
const REWRITES_MAX = 20;

export interface DeviceTextsDeps {
  readonly clock: Clock;
  readonly store: Pick<DraftStore, 'saveDeviceText'>;
}

/** A message that is being rewritten. `text` is undefined while it equals the message's own text. */
export interface Rewriting {
  readonly seq: number;
  readonly text: string | undefined;
}

/** Texts that exist only on this device: drafts that could not be shared, and unsent rewrites. They survive a reload. */
export class DeviceTexts {
  private readonly texts = new Map<string, Signal<DeviceText>>();
  private readonly dirty = new Set<string>();
  private readonly saving: Alarm;

  constructor(private readonly deps: DeviceTextsDeps) {
    this.saving = new Alarm(deps.clock, () => this.savePending());
  }

  /** Restores a stored text. */
  restore(stored: DeviceText): void {
    this.of(stored.conversationId).value = stored;
  }

  /** The draft that only this device has. Reads a signal. */
  localDraft(conversationId: string): LocalDraft | undefined {
    return this.of(conversationId).value.own;
  }

  peekLocalDraft(conversationId: string): LocalDraft | undefined {
    return this.of(conversationId).peek().own;
  }

  setLocalDraft(conversationId: string, draft: LocalDraft | undefined): void {
    this.change(conversationId, ({ own: _, ...rest }) => (draft === undefined ? rest : { ...rest, own: draft }));
  }

  /** The message that is being rewritten in a conversation. Reads a signal. */
  rewriting(conversationId: string): Rewriting | null {
    const { editing, rewrites } = this.of(conversationId).value;
    return editing === undefined ? null : { seq: editing, text: rewrites.find(({ seq }) => seq === editing)?.text };
  }

  startRewriting(conversationId: string, seq: number): void {
    this.change(conversationId, (text) => ({ ...text, editing: seq }));
  }

  /** Stores the new text of a message; undefined drops it. */
  rewrite(conversationId: string, seq: number, text: string | undefined): void {
    this.change(conversationId, (before) => {
      const others = before.rewrites.filter((rewrite) => rewrite.seq !== seq);
      return { ...before, rewrites: text === undefined ? others : [...others, { seq, text }].slice(-REWRITES_MAX) };
    });
  }

  /** Ends rewriting. The texts stay until `rewrite` drops them. */
  stopRewriting(conversationId: string): void {
    this.change(conversationId, ({ editing: _, ...rest }) => rest);
  }

  /** Saves unsaved texts now. */
  savePending(): void {
    this.saving.set(null);
    for (const id of this.dirty) {
      this.dirty.delete(id);
      void this.deps.store.saveDeviceText(this.of(id).peek()).then((done) => {
        // Retried with the next change, or when the page is closed.
        if (!done) this.dirty.add(id);
      });
    }
  }

  dispose(): void {
    this.saving.set(null);
  }

  private change(conversationId: string, change: (text: DeviceText) => DeviceText): void {
    const known = this.of(conversationId);
    known.value = change(known.peek());
    this.dirty.add(conversationId);
    this.saving.ensure(this.deps.clock.now() + SAVE_DELAY_MS);
  }

  private of(conversationId: string): Signal<DeviceText> {
    let text = this.texts.get(conversationId);
    if (!text) {
      text = signal<DeviceText>({ conversationId, rewrites: [] });
      this.texts.set(conversationId, text);
    }
    return text;
  }
}
