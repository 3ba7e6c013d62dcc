import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { ConversationSummary } from '../../protocol/records';
import { memoryStore } from '../store/memory';
import { summary } from '../testing/fake-model';
import { SimClock } from '../testing/sim-clock';
import { applyInbox, emptyInbox, type Inbox } from './inbox';
import { InboxSaver, restoreInbox } from './inbox-saver';

const synced = (inbox: Inbox, cursor: string, conversations: ConversationSummary[]): Inbox =>
  applyInbox(inbox, { type: 'inbox', inbox: { now: 1, epoch: 'e', cursor, full: false, conversations, unreadTotal: 0 } });

describe('the stored inbox', () => {
  it('writes a failed entry later, even after a newer cursor was stored', async () => {
    const clock = new SimClock(1);
    const store = memoryStore();
    const inbox = signal(emptyInbox('me'));
    let refuses = 0;
    const saver = new InboxSaver(clock, inbox, {
      saveInbox: async (...write) => refuses-- <= 0 && store.saveInbox(...write),
    });
    refuses = 1;
    inbox.value = synced(inbox.peek(), 'e.1', [summary('a')]);
    await clock.advance(300);
    inbox.value = synced(inbox.peek(), 'e.2', [summary('b')]);
    await clock.advance(1000);
    const restored = restoreInbox('me', await store.loadInbox());
    expect([restored.cursor, [...restored.entries.keys()].toSorted()]).toEqual(['e.2', ['a', 'b']]);
    saver.dispose(false);
  });

  it('retries a failing store with growing delays', async () => {
    const clock = new SimClock(1);
    let writes = 0;
    const inbox = signal(emptyInbox('me'));
    const saver = new InboxSaver(clock, inbox, {
      saveInbox: async () => {
        writes++;
        return false;
      },
    });
    inbox.value = synced(inbox.peek(), 'e.1', [summary('a')]);
    await clock.advance(600_000);
    expect(writes).toBeGreaterThan(10);
    expect(writes).toBeLessThan(25);
    saver.dispose(false);
    await clock.advance(600_000);
    expect(writes).toBeLessThan(25);
  });
});
