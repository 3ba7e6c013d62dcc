import { type Signal, signal } from '@preact/signals';
import type { Problem } from '../model/result';
import type { Timeline, TimelineMessage } from '../model/timeline';

/** The rows of a fake model and the position of its window. */
export interface FakeRows {
  readonly rows: Signal<readonly TimelineMessage[]>;
  readonly hasOlder: Signal<boolean>;
  readonly hasNewer: Signal<boolean>;
  firstUnreadAfter: number | null;
  /** Moves the window to the end of the log. */
  jumpToEnd: () => Promise<Problem | null>;
}

/** A timeline on the rows of a fake model. */
export function fakeTimeline(conversationId: string, fake: FakeRows, record: (name: string, ...values: unknown[]) => void): Timeline {
  const note =
    (name: string) =>
    (...values: unknown[]): void =>
      record(name, ...values);
  return {
    conversationId,
    rows: fake.rows,
    state: signal('ready' as const),
    hasOlder: fake.hasOlder,
    hasNewer: fake.hasNewer,
    unreadAfterSeq: fake.firstUnreadAfter,
    firstUnreadSeq: signal(null),
    loadOlder: async () => {
      record('loadOlder');
      return null;
    },
    loadNewer: async () => {
      record('loadNewer');
      return null;
    },
    jumpTo: async (seq) => (fake.rows.peek().some((row) => row.seq === seq) ? null : 'not_found'),
    jumpToEnd: () => fake.jumpToEnd(),
    quoted: (seq) => fake.rows.value.find((row) => row.seq === seq) ?? null,
    markRead: note('markRead'),
    send: note('send'),
    edit: note('edit'),
    recall: note('recall'),
    react: note('react'),
    pin: note('pinMessage'),
    recalledText: (seq) => (seq === 10 ? '原来的话' : null),
    retry: note('retry'),
    discard: note('discard'),
    typing: note('typing'),
    close: note('close'),
  };
}
