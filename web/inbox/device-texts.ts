import { type Signal, signal } from '@preact/signals';
import { Alarm, type Clock } from '../platform/clock';
import type { DeviceText, DraftStore, OwnDraft } from './kept';

/** Written once the keys rest, milliseconds. */
const REST_MS = 800;
/** Rewritten messages of one conversation whose text is kept; the oldest goes first. */
const REWRITES_MAX = 20;

export interface DeviceTextsDeps {
  readonly clock: Clock;
  readonly store: Pick<DraftStore, 'saveDeviceText'>;
}

/** A message that is being rewritten. `text` is undefined as long as it is the message's own. */
export interface Rewriting {
  readonly seq: number;
  readonly text: string | undefined;
}

/** Texts that only this device has: drafts that could not be shared, and messages rewritten but not yet sent. They survive a reload. */
export class DeviceTexts {
  private readonly texts = new Map<string, Signal<DeviceText>>();
  private readonly dirty = new Set<string>();
  private readonly rest: Alarm;

  constructor(private readonly deps: DeviceTextsDeps) {
    this.rest = new Alarm(deps.clock, () => this.flush());
  }

  /** As it was kept. */
  restore(kept: DeviceText): void {
    this.of(kept.conversationId).value = kept;
  }

  /** Reads a signal. */
  own(conversationId: string): OwnDraft | undefined {
    return this.of(conversationId).value.own;
  }

  peekOwn(conversationId: string): OwnDraft | undefined {
    return this.of(conversationId).peek().own;
  }

  setOwn(conversationId: string, own: OwnDraft | undefined): void {
    this.change(conversationId, ({ own: _, ...rest }) => (own === undefined ? rest : { ...rest, own }));
  }

  /** What is being rewritten in a conversation. Reads a signal. */
  rewriting(conversationId: string): Rewriting | null {
    const { editing, rewrites } = this.of(conversationId).value;
    return editing === undefined ? null : { seq: editing, text: rewrites.find(({ seq }) => seq === editing)?.text };
  }

  startRewriting(conversationId: string, seq: number): void {
    this.change(conversationId, (text) => ({ ...text, editing: seq }));
  }

  /** Keeps the text of a message that is rewritten; undefined: it is the message's own again. */
  rewrite(conversationId: string, seq: number, text: string | undefined): void {
    this.change(conversationId, (before) => {
      const others = before.rewrites.filter((rewrite) => rewrite.seq !== seq);
      return { ...before, rewrites: text === undefined ? others : [...others, { seq, text }].slice(-REWRITES_MAX) };
    });
  }

  /** Nothing is rewritten any more; the texts stay until `rewrite` drops them. */
  stopRewriting(conversationId: string): void {
    this.change(conversationId, ({ editing: _, ...rest }) => rest);
  }

  flush(): void {
    this.rest.set(null);
    for (const id of this.dirty) {
      this.dirty.delete(id);
      void this.deps.store.saveDeviceText(this.of(id).peek()).then((done) => {
        // Written with the next change, or when the page is left.
        if (!done) this.dirty.add(id);
      });
    }
  }

  dispose(): void {
    this.rest.set(null);
  }

  private change(conversationId: string, change: (text: DeviceText) => DeviceText): void {
    const known = this.of(conversationId);
    known.value = change(known.peek());
    this.dirty.add(conversationId);
    this.rest.ensure(this.deps.clock.now() + REST_MS);
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
