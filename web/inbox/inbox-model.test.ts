import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { ConversationSummary } from '../../protocol/records';
import { ServerClock } from '../platform/server-clock';
import { summary } from '../testing/fake-model';
import { SimClock } from '../testing/sim-clock';
import { applyInbox, emptyInbox, type InboxEvent } from './inbox';
import { InboxItems } from './inbox-model';

/** A machine that can sleep: timers and monotonic clock stop, the wall clock advances. */
class Machine extends SimClock {
  slept = 0;
  override wall(): number {
    return this.now() + this.slept;
  }
}

function bench(conversation: (now: number) => ConversationSummary) {
  const machine = new Machine(1);
  const server = new ServerClock(machine);
  const inbox = signal(emptyInbox('me'));
  const apply = (event: InboxEvent) => {
    inbox.value = applyInbox(inbox.peek(), event);
  };
  apply({
    type: 'inbox',
    inbox: { now: 1, epoch: 'e', cursor: 'e.1', full: true, conversations: [conversation(server.now())], unreadTotal: 0 },
  });
  const items = new InboxItems({
    clock: machine,
    serverNow: () => server.now(),
    onTime: (now) => apply({ type: 'time', now }),
    myId: 'me',
    inbox,
    outbox: signal([]),
    draftOf: () => null,
    typingIn: () => [],
    nameOf: (id) => id,
  });
  const totals: number[] = [];
  items.unreadTotal.subscribe((total) => totals.push(total));
  return { machine, items, totals, apply, server };
}

const HOUR_MS = 3_600_000;

describe('a mute that ends', () => {
  const muted = (now: number) => summary('a', { lastSeq: 3, lastN: 3, readSeq: 0, readN: 0, unread: 3, mutedUntil: now + HOUR_MS });

  it('READ-5 counts the conversation again when the mute ends, without any other event', async () => {
    const { machine, items, totals } = bench(muted);
    await machine.advance(HOUR_MS - 1);
    expect([totals, items.items.value[0]?.muted]).toEqual([[0], true]);
    await machine.advance(1);
    expect([totals, items.items.value[0]?.muted]).toEqual([[0, 3], false]);
    items.dispose();
  });

  it('READ-5 is noticed within a second after the machine slept through its end', async () => {
    const { machine, items, totals } = bench(muted);
    await machine.advance(60_000);
    machine.slept = 8 * HOUR_MS;
    await machine.advance(1000);
    expect([totals, items.items.value[0]?.muted]).toEqual([[0, 3], false]);
    items.dispose();
  });

  it('is noticed while the inbox keeps changing', async () => {
    const { machine, items, apply } = bench(muted);
    await machine.advance(HOUR_MS - 2000);
    for (let i = 0; i < 10; i++) {
      apply({ type: 'conversation', conversation: summary(`other${i}`) });
      await machine.advance(300);
    }
    expect(items.item('a').value?.muted).toBe(false);
    items.dispose();
  });

  it('unarchives a conversation that received a message during the mute', async () => {
    const { machine, items, apply, server } = bench((now) => ({ ...muted(now), archived: true }));
    const message = { conversationId: 'a', seq: 4, n: 4, senderId: 'ann', clientMsgId: 'm', createdAt: server.now() };
    apply({ type: 'message', message: { ...message, body: { kind: 'text', text: 'hi' } } });
    expect(items.item('a').value?.summary.archived).toBe(true);
    await machine.advance(HOUR_MS);
    expect(items.item('a').value?.summary.archived).toBe(false);
    items.dispose();
  });

  it('starts no timer when every mute is permanent', async () => {
    const { machine, items, totals } = bench((now) => ({ ...muted(now), mutedUntil: Number.MAX_SAFE_INTEGER }));
    await machine.advance(24 * HOUR_MS);
    expect(totals).toEqual([0]);
    items.dispose();
  });
});
