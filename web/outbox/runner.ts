import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { DownOf } from '../../protocol/down';
import type { ErrorCode } from '../../protocol/errors';
import type { ChangeRequest, Up } from '../../protocol/up';
import { Alarm, type Clock } from '../platform/clock';
import { dueAt, EMPTY_OUTBOX, type Item, type Outbox, type OutboxEffect, type OutboxEvent, type Payload, step } from './outbox';

/** Storage of items. A write resolves to whether it succeeded, after the commit. */
export interface OutboxStore {
  load(): Promise<readonly Item[]>;
  put(item: Item): Promise<boolean>;
  remove(clientMsgId: string): Promise<boolean>;
}

export interface OutboxDeps {
  readonly clock: Clock;
  /** The server's time, epoch ms, so that own messages sort among those of others. */
  readonly serverNow: () => number;
  readonly store: OutboxStore;
  readonly send: (frame: Up) => boolean;
  /** The hub has stored an item. */
  readonly onStored: (item: Item, ack: DownOf<'sendAck'>) => void;
  /** The hub finally refused a change, which has left the outbox. */
  readonly onRefused: (conversationId: string, change: ChangeRequest, code: ErrorCode) => void;
  /** An item was written here; the other tabs need it too. */
  readonly onWritten: (item: Item) => void;
}

/** The most seqs remembered by `storedSeqOf`. */
const STORED_SEQS_MAX = 500;

export function frameOf({ clientMsgId, conversationId, payload }: Item): Up {
  if (payload.kind === 'change') return { type: 'change', clientMsgId, conversationId, change: payload.change };
  const { body, replyTo } = payload;
  return { type: 'send', clientMsgId, conversationId, body, ...(replyTo !== undefined && { replyTo }) };
}

/** Runs the effects of `step`. Every tab mirrors the items; the leader tab sends them. */
export class OutboxRunner {
  private readonly state = signal<Outbox>(EMPTY_OUTBOX);
  /** Items being saved: shown as queued, not sent yet. */
  private readonly saving = signal<readonly Item[]>([]);
  private readonly alarm: Alarm;
  /** Seqs of recently stored items, by client id. */
  private readonly storedSeqs = new Map<string, number>();
  private lastOrder = 0;
  /** Serializes writes, so that no item is saved or sent before an earlier one. */
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly deps: OutboxDeps) {
    this.alarm = new Alarm(deps.clock, () => this.dispatch({ type: 'tick' }));
  }

  /** All unsent items in the order written; those being saved come last. */
  readonly items: ReadonlySignal<readonly Item[]> = computed(() =>
    this.saving.value.length === 0 ? this.state.value.items : [...this.state.value.items, ...this.saving.value],
  );

  async load(): Promise<void> {
    // An item whose deletion is still running must not come back.
    await this.writing;
    const items = await this.deps.store.load();
    this.dispatch({ type: 'loaded', items });
  }

  /** Shows an item at once, saves it, then sends it (SEND-7). */
  write(conversationId: string, payload: Payload): Item {
    const { clock, store } = this.deps;
    const createdAt = this.deps.serverNow();
    const known = this.state.peek().items.at(-1)?.order ?? 0;
    this.lastOrder = Math.max(this.lastOrder + 1, known + 1, clock.now() * 1000);
    const item: Item = { clientMsgId: clock.uuid(), conversationId, payload, createdAt, order: this.lastOrder };
    this.saving.value = [...this.saving.value, item];
    // The store reports its own failures; the item then lives in memory.
    const put = store.put(item).catch(() => undefined);
    this.writing = this.writing.then(async () => {
      await put;
      batch(() => {
        this.saving.value = this.saving.value.filter((other) => other !== item);
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

  /** Handles an ack. False: it belongs to no item here, but to another client of this user. */
  onAck(ack: DownOf<'sendAck'>): boolean {
    const item = this.state.peek().items.find(({ clientMsgId }) => clientMsgId === ack.clientMsgId);
    if (!item) return false;
    this.rememberSeq(ack);
    this.dispatch({ type: 'stored', clientMsgId: ack.clientMsgId });
    this.deps.onStored(item, ack);
    return true;
  }

  /** The seq of a recently stored item. */
  storedSeqOf(clientMsgId: string): number | undefined {
    return this.storedSeqs.get(clientMsgId);
  }

  private rememberSeq({ clientMsgId, seq }: DownOf<'sendAck'>): void {
    this.storedSeqs.set(clientMsgId, seq);
    const [oldest] = this.storedSeqs.keys();
    if (this.storedSeqs.size > STORED_SEQS_MAX && oldest !== undefined) this.storedSeqs.delete(oldest);
  }

  /** Resolves when everything written so far is saved. */
  saved(): Promise<void> {
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
      case 'save':
        this.enqueueWrite(() => this.deps.store.put(effect.item));
        break;
      case 'refused':
        this.deps.onRefused(effect.conversationId, effect.change, effect.code);
        break;
      case 'delete':
        this.enqueueWrite(() => this.deps.store.remove(effect.clientMsgId));
        break;
      default:
        effect satisfies never;
    }
  }

  private enqueueWrite(work: () => Promise<unknown>): void {
    this.writing = this.writing.then(work).then(
      () => undefined,
      () => undefined,
    );
  }
}
