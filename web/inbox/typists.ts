import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { TYPING_INTERVAL_MS, TYPING_TTL_MS } from '../../protocol/limits';
import type { Clock } from '../platform/clock';

const NOBODY: readonly string[] = [];

/** Who is typing where: gone after a while, or with what they wrote. */
export class Typists {
  private readonly lists = new Map<string, Signal<readonly string[]>>();
  private readonly cancels = new Map<string, () => void>();
  private readonly toldAt = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly tell: (conversationId: string) => void,
  ) {}

  of(conversationId: string): ReadonlySignal<readonly string[]> {
    return this.list(conversationId);
  }

  types(conversationId: string, userId: string): void {
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

  /** One types oneself: the others are told, not at every key. */
  typeSelf(conversationId: string): void {
    const now = this.clock.now();
    if (now - (this.toldAt.get(conversationId) ?? Number.NEGATIVE_INFINITY) < TYPING_INTERVAL_MS) return;
    this.toldAt.set(conversationId, now);
    this.tell(conversationId);
  }

  /** What one writes next is a new text. */
  sent(conversationId: string): void {
    this.toldAt.delete(conversationId);
  }

  private list(conversationId: string): Signal<readonly string[]> {
    let list = this.lists.get(conversationId);
    if (!list) {
      list = signal(NOBODY);
      this.lists.set(conversationId, list);
    }
    return list;
  }
}
