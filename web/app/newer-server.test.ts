import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench, isOnline, pause, texts, until } from '../testing/app-bench';
import { A, type FakeHub } from '../testing/fake-hub';
import { RESYNC_MS } from '../timeline/conversation-log';

/** Pushes a message with a body of a newer server. */
function pushNewer(hub: FakeHub, body: unknown): void {
  const message = hub.say('');
  Object.assign(message, { body });
  hub.tell(message);
}

describe('the app and a newer server', () => {
  let bench: AppBench;
  beforeEach(() => {
    bench = new AppBench();
  });
  afterEach(() => bench.close());

  it('GROW-1 goes online with an unknown body in the welcome, counts it as unread, and reads past it', async () => {
    pushNewer(bench.hub, { kind: 'image' });
    const app = await bench.online();
    expect(app.inbox.items.value).toMatchObject([{ unread: 1, last: { seq: 1, quiet: false, body: { kind: 'unsupported' } } }]);
    bench.hub.push('after');
    await until(() => app.inbox.items.value[0]?.unread === 2);
    const timeline = app.openTimeline(A);
    await until(() => timeline.rows.value.length === 2);
    expect(texts(timeline)).toEqual(['unsupported', 'after']);
    timeline.markRead(2);
    await until(() => app.inbox.unreadTotal.value === 0);
  });

  it('GROW-1 counts an unknown body that mentions the reader', async () => {
    const app = await bench.online();
    pushNewer(bench.hub, { kind: 'poll', mentions: ['me'] });
    pushNewer(bench.hub, { kind: 'poll', mentions: ['ben'] });
    await until(() => app.inbox.items.value[0]?.unread === 2);
    expect(app.inbox.items.value[0]?.mentions).toBe(1);
  });

  it('GROW-1 acks a message without a valid seq, pulls once, and shows later messages', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.state.value === 'ready');
    bench.hub.push('1');
    const broken = bench.hub.say('');
    Object.assign(broken, { seq: 'two' });
    bench.hub.tell(broken);
    bench.hub.push('3');
    await until(() => timeline.rows.value.length === 2);
    expect(texts(timeline)).toEqual(['1', '3']);
    await vi.waitFor(() => expect(bench.hub.received).toContainEqual({ type: 'messageAck', tid: 3 }));
    const pulls = bench.hub.pulls.length;
    expect(pulls).toBeLessThan(3);
    await pause(RESYNC_MS + 500);
    expect(bench.hub.pulls.length).toBe(pulls);
    expect(isOnline(app)).toBe(true);
  });

  it('GROW-1 does not pull a page without valid seqs in a loop', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.state.value === 'ready');
    bench.hub.push('1');
    await until(() => timeline.rows.value.length === 1);
    for (let i = 0; i < 150; i++) Object.assign(bench.hub.say(''), { seq: null });
    bench.hub.push('last');
    await until(() => app.inbox.items.value[0]?.summary.lastSeq === 152);
    await vi.waitFor(() => expect(bench.hub.pulls).toContain('after 1'));
    const pulls = bench.hub.pulls.length;
    await pause(RESYNC_MS + 500);
    expect(bench.hub.pulls.length).toBe(pulls);
    // The next entry triggers another pull.
    bench.hub.push('and on');
    await vi.waitFor(() => expect(bench.hub.pulls.length).toBeGreaterThan(pulls));
  });

  it('GROW-3 tabs of two builds have separate links, and neither closes the other’s', async () => {
    const [one, two] = [await bench.online(true), await bench.online(true)];
    expect(bench.hub.sockets.size).toBe(1);
    vi.resetModules();
    vi.doMock('../../protocol/version', () => ({ PROTOCOL_VERSION: 1, WIRE: 'ffffffff' }));
    const newer = await import('./create-app');
    vi.doUnmock('../../protocol/version');
    const three = newer.createApp(bench.profile.tab({ shared: true }));
    try {
      await until(() => isOnline(three));
      expect([...bench.hub.sockets].map(({ tab }) => tab)).toEqual([
        expect.not.stringContaining('ffffffff'),
        expect.stringContaining('ffffffff'),
      ]);
      expect([isOnline(one), isOnline(two)]).toEqual([true, true]);
      bench.hub.push('to both');
      await until(() => [one, two, three].every((app) => app.inbox.items.value[0]?.unread === 1));
    } finally {
      three.dispose();
    }
    // Closing the link of one build does not affect the other.
    await vi.waitFor(() => expect(bench.hub.sockets.size).toBe(1));
    expect(isOnline(one)).toBe(true);
  });
});
