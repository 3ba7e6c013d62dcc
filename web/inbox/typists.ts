import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { TYPING_INTERVAL_MS, TYPING_TTL_MS } from '../../protocol/limits';
import type { Clock } from '../platform/clock';

const NO_ONE: readonly string[] = [];

/** Who is typing in each conversation. An entry expires, or ends with the user's next message. */
export class Typists {
  private readonly lists = new Map<string, Signal<readonly string[]>>();
  private readonly cancels = new Map<string, () => void>();
  private readonly sentAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly send: (conversationId: string) => void,
  ) {}

  of(conversationId: string): ReadonlySignal<readonly string[]> {
    return this.list(conversationId);
  }

  started(conversationId: string, userId: string): void {
    const list = this.list(conversationId);
    const key = `${conversationId} ${userId}`;
    this.cancels.get(key)?.();
    this.cancels.set(
      key,
      this.clock.after(TYPING_TTL_MS, () => this.stopped(conversationId, userId)),
    );
    if (!list.value.includes(userId)) list.value = [...list.value, userId];
  }

  stopped(conversationId: string, userId: string): void {
    const list = this.lists.get(conversationId);
    if (!list?.peek().includes(userId)) return;
    const key = `${conversationId} ${userId}`;
    this.cancels.get(key)?.();
    this.cancels.delete(key);
    list.value = list.value.filter((id) => id !== userId);
  }

  /** The user typed: notifies the others, at most once per interval. */
  notifyTyping(conversationId: string): void {
    const now = this.clock.now();
    if (now - (this.sentAt.get(conversationId) ?? Number.NEGATIVE_INFINITY) < TYPING_INTERVAL_MS) return;
    this.sentAt.set(conversationId, now);
    this.send(conversationId);
  }

  /** The user sent a message: the next keystroke notifies again at once. */
  reset(conversationId: string): void {
    this.sentAt.delete(conversationId);
  }

  private list(conversationId: string): Signal<readonly string[]> {
    let list = this.lists.get(conversationId);
    if (!list) {
      list = signal(NO_ONE);
      this.lists.set(conversationId, list);
    }
    return list;
  }
}
