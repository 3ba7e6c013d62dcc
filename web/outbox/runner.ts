import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { DownOf } from '../../protocol/down';
import type { ErrorCode } from '../../protocol/errors';
import type { ChangeRequest, Up } from '../../protocol/up';
import { Alarm, type Clock } from '../platform/clock';
import { dueAt, EMPTY_OUTBOX, type Item, type Outbox, type OutboxEffect, type OutboxEvent, type Payload, step } from './outbox';

/** Where items are kept; each write resolves to whether it was done, once it is safe. */
export interface OutboxStore {
  load(): Promise<readonly Item[]>;
  put(item: Item): Promise<boolean>;
  remove(clientMsgId: string): Promise<boolean>;
}

export interface OutboxDeps {
  readonly clock: Clock;
  /** The server's time, epoch ms: what is written is shown among what others wrote. */
  readonly serverNow: () => number;
  readonly store: OutboxStore;
  readonly send: (frame: Up) => boolean;
  /** The hub has stored what an item said. */
  readonly onStored: (item: Item, ack: DownOf<'sendAck'>) => void;
  /** The hub refused a change for good; it is no longer in the outbox. */
  readonly onRefused: (conversationId: string, change: ChangeRequest, code: ErrorCode) => void;
  /** Another tab should know the item too. */
  readonly onWritten: (item: Item) => void;
}

const PLACES_MAX = 500;

export function frameOf({ clientMsgId, conversationId, payload }: Item): Up {
  if (payload.kind === 'change') return { type: 'change', clientMsgId, conversationId, change: payload.change };
  const { body, replyTo } = payload;
  return { type: 'send', clientMsgId, conversationId, body, ...(replyTo !== undefined && { replyTo }) };
}

/** Carries out what `step` decides. Every tab mirrors the items; the one that holds the link sends them. */
export class OutboxRunner {
  private readonly state = signal<Outbox>(EMPTY_OUTBOX);
  /** Being kept just now: shown as queued, not to be sent yet. */
  private readonly keeping = signal<readonly Item[]>([]);
  private readonly alarm: Alarm;
  /** Seqs of the items stored last, by client id. */
  private readonly places = new Map<string, number>();
  private lastOrder = 0;
  /** Writes in their order, so that a later item is never kept, or sent, before an earlier one. */
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly deps: OutboxDeps) {
    this.alarm = new Alarm(deps.clock, () => this.dispatch({ type: 'tick' }));
  }

  /** Everything that waits, in the order written; what is being kept just now comes last. */
  readonly shown: ReadonlySignal<readonly Item[]> = computed(() =>
    this.keeping.value.length === 0 ? this.state.value.items : [...this.state.value.items, ...this.keeping.value],
  );

  async load(): Promise<void> {
    // What is being forgotten just now must not come back.
    await this.writing;
    const items = await this.deps.store.load();
    this.dispatch({ type: 'loaded', items });
  }

  /** Shown at once, kept, and sent then (SEND-7). */
  write(conversationId: string, payload: Payload): Item {
    const { clock, store } = this.deps;
    const createdAt = this.deps.serverNow();
    const known = this.state.peek().items.at(-1)?.order ?? 0;
    this.lastOrder = Math.max(this.lastOrder + 1, known + 1, clock.now() * 1000);
    const item: Item = { clientMsgId: clock.uuid(), conversationId, payload, createdAt, order: this.lastOrder };
    this.keeping.value = [...this.keeping.value, item];
    // A store that fails has said so already; the item is then as safe as memory is.
    const kept = store.put(item).catch(() => undefined);
    this.writing = this.writing.then(async () => {
      await kept;
      batch(() => {
        this.keeping.value = this.keeping.value.filter((kept) => kept !== item);
        this.dispatch({ type: 'added', item });
      });
      this.deps.onWritten(item);
    });
    return item;
  }

  dispatch(event: OutboxEvent): void {
    const { clock } = this.deps;
    const { state, effects } = step(this.state.value, event, clock.now(), () => clock.random());
    this.state.value = state;
    for (const effect of effects) this.carryOut(effect);
    this.alarm.set(dueAt(this.state.value));
  }

  /** An answer to one of the items; those of other clients of this user are not known here. True: it was one of ours. */
  acked(ack: DownOf<'sendAck'>): boolean {
    const item = this.state.peek().items.find(({ clientMsgId }) => clientMsgId === ack.clientMsgId);
    if (!item) return false;
    this.remember(ack);
    this.dispatch({ type: 'stored', clientMsgId: ack.clientMsgId });
    this.deps.onStored(item, ack);
    return true;
  }

  /** Where in its log an item was stored, as far back as the last hundreds. */
  placeOf(clientMsgId: string): number | undefined {
    return this.places.get(clientMsgId);
  }

  private remember({ clientMsgId, seq }: DownOf<'sendAck'>): void {
    this.places.set(clientMsgId, seq);
    const [oldest] = this.places.keys();
    if (this.places.size > PLACES_MAX && oldest !== undefined) this.places.delete(oldest);
  }

  /** Done when everything written so far is kept. */
  settled(): Promise<void> {
    return this.writing;
  }

  dispose(): void {
    this.alarm.set(null);
  }

  private carryOut(effect: OutboxEffect): void {
    switch (effect.type) {
      case 'transmit':
        this.deps.send(frameOf(effect.item));
        break;
      case 'keep':
        this.later(() => this.deps.store.put(effect.item));
        break;
      case 'refused':
        this.deps.onRefused(effect.conversationId, effect.change, effect.code);
        break;
      case 'forget':
        this.later(() => this.deps.store.remove(effect.clientMsgId));
        break;
      default:
        effect satisfies never;
    }
  }

  private later(work: () => Promise<unknown>): void {
    this.writing = this.writing.then(work).then(
      () => undefined,
      () => undefined,
    );
  }
}
