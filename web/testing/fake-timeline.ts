import { type Signal, signal } from '@preact/signals';
import type { Problem } from '../model/result';
import type { Timeline, TimelineMessage } from '../model/timeline';

/** The rows of a fake model, and how its window lies on them. */
export interface FakeRows {
  readonly rows: Signal<readonly TimelineMessage[]>;
  readonly hasOlder: Signal<boolean>;
  readonly hasNewer: Signal<boolean>;
  firstUnreadAfter: number | null;
  /** Brings the end of the log into the window. */
  jumpToEnd: () => Promise<Problem | null>;
}

/** A window on the rows of a fake model. */
export function fakeTimeline(conversationId: string, fake: FakeRows, called: (name: string, ...values: unknown[]) => void): Timeline {
  const say =
    (name: string) =>
    (...values: unknown[]): void =>
      called(name, ...values);
  return {
    conversationId,
    rows: fake.rows,
    state: signal('ready' as const),
    hasOlder: fake.hasOlder,
    hasNewer: fake.hasNewer,
    unreadAfterSeq: fake.firstUnreadAfter,
    firstUnreadSeq: signal(null),
    loadOlder: async () => {
      called('loadOlder');
      return null;
    },
    loadNewer: async () => {
      called('loadNewer');
      return null;
    },
    jumpTo: async (seq) => (fake.rows.peek().some((row) => row.seq === seq) ? null : 'not_found'),
    jumpToEnd: () => fake.jumpToEnd(),
    quoted: (seq) => fake.rows.value.find((row) => row.seq === seq) ?? null,
    markRead: say('markRead'),
    send: say('send'),
    edit: say('edit'),
    recall: say('recall'),
    react: say('react'),
    pin: say('pinMessage'),
    recalledText: (seq) => (seq === 10 ? '原来的话' : null),
    retry: say('retry'),
    discard: say('discard'),
    typing: say('typing'),
    close: say('close'),
  };
}
