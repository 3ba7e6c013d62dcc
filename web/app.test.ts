import 'fake-indexeddb/auto';
import { effect } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from './app';
import type { AppModel, Timeline } from './model';
import { deleteStore, openStore } from './store/idb';
import { A, FakeHub, FakeProfile, ME } from './testing/fake-hub';

/** Done when what the signals say is so. */
function until(what: () => boolean, ms = 4000): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Not within ${ms} ms: ${what}`)), ms);
    const stop = effect(() => {
      if (!what()) return;
      clearTimeout(timer);
      queueMicrotask(() => {
        stop();
        resolve();
      });
    });
  });
}

const texts = (timeline: Timeline) => timeline.rows.value.map(({ body }) => (body.kind === 'text' ? body.text : body.kind));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isOnline = (app: AppModel) => app.connection.value.state === 'online';

describe('the app over a hub', () => {
  let hub: FakeHub;
  let profile: FakeProfile;
  let apps: AppModel[];
  beforeEach(() => {
    hub = new FakeHub();
    profile = new FakeProfile(hub);
    apps = [];
  });
  afterEach(async () => {
    for (const app of apps) app.dispose();
    await pause(20);
    await deleteStore(ME.id);
  });

  const start = async (shared = false): Promise<AppModel> => {
    const app = createApp(profile.tab({ shared }));
    apps.push(app);
    await until(() => app.session.state.value.state === 'signedIn');
    return app;
  };
  const online = async (shared = false): Promise<AppModel> => {
    const app = await start(shared);
    await until(() => isOnline(app) && app.inbox.loaded.value);
    return app;
  };
  const reload = async (app: AppModel): Promise<void> => {
    await pause(700);
    app.dispose();
    await pause(20);
  };

  it('shows a message in the next frame, and its tick with the ack', async () => {
    const app = await online();
    const timeline = app.openTimeline(A);
    timeline.send({ text: 'hello' });
    expect(timeline.rows.value).toMatchObject([{ mine: true, status: 'queued' }]);
    expect(timeline.rows.value[0]?.seq).toBeUndefined();
    const { key } = timeline.rows.value[0] ?? {};
    await until(() => timeline.rows.value[0]?.status === 'sent');
    expect(timeline.rows.value).toMatchObject([{ key, seq: 1 }]);
    expect(app.inbox.items.value).toMatchObject([{ unread: 0, last: { seq: 1 } }]);
  });

  it('ORD-1 own messages without a seq come last, in the order written', async () => {
    const app = await online();
    const timeline = app.openTimeline(A);
    hub.mute = true;
    for (const text of ['one', 'two']) timeline.send({ text });
    hub.push('from ann');
    await until(() => timeline.rows.value.length === 3);
    expect(texts(timeline)).toEqual(['from ann', 'one', 'two']);
  });

  it('SYNC-1 a lost push is pulled before anything behind it is shown', async () => {
    const app = await online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.state.value === 'ready');
    hub.push('1');
    hub.loses = (seq) => seq === 2;
    hub.push('2');
    hub.push('3');
    await until(() => app.inbox.items.value[0]?.summary.lastSeq === 3);
    expect(texts(timeline)).toEqual(['1']);
    await until(() => timeline.rows.value.length === 3);
    expect(texts(timeline)).toEqual(['1', '2', '3']);
    expect(hub.pulls).toContain('after 1');
  });

  it('SYNC-2 after a break nothing is lost, doubled or out of order', async () => {
    const app = await online();
    const timeline = app.openTimeline(A);
    hub.push('1');
    hub.cut();
    for (const text of ['2', '3']) hub.say(text);
    timeline.send({ text: '4' });
    await until(() => timeline.rows.value.length === 4 && timeline.rows.value.every((row) => row.seq !== undefined));
    expect(texts(timeline)).toEqual(['1', '2', '3', '4']);
  });

  it('SEND-7 what was written offline goes out in order, also after a reload', async () => {
    const app = await online();
    hub.reachable = false;
    hub.cut();
    const timeline = app.openTimeline(A);
    for (const text of ['1', '2', '3']) timeline.send({ text });
    await reload(app);
    const again = await start();
    const reopened = again.openTimeline(A);
    await until(() => reopened.rows.value.length === 3);
    expect(reopened.rows.value.map(({ status }) => status)).toEqual(['queued', 'queued', 'queued']);
    hub.reachable = true;
    await until(() => reopened.rows.value.every((row) => row.status === 'sent'));
    expect(hub.log.flatMap((entry) => ('message' in entry && entry.message.body.kind === 'text' ? [entry.message.body.text] : []))).toEqual(
      ['1', '2', '3'],
    );
  });

  it('shows the last state at once after a reload, offline too', async () => {
    const app = await online();
    const timeline = app.openTimeline(A);
    for (const text of ['1', '2', '3']) hub.push(text);
    await until(() => timeline.rows.value.length === 3);
    await reload(app);
    hub.reachable = false;
    const again = await start();
    expect(again.inbox.items.value).toMatchObject([{ id: A, title: 'Ann', unread: 3 }]);
    const reopened = again.openTimeline(A);
    await until(() => reopened.rows.value.length === 3);
    expect(texts(reopened)).toEqual(['1', '2', '3']);
  });

  it('asks only for what is new after a reload', async () => {
    const app = await online();
    const timeline = app.openTimeline(A);
    for (const text of ['1', '2', '3']) hub.push(text);
    await until(() => timeline.rows.value.length === 3);
    await reload(app);
    hub.say('4');
    hub.pulls.length = 0;
    const again = await online();
    const reopened = again.openTimeline(A);
    await until(() => reopened.rows.value.length === 4);
    expect(hub.pulls).toEqual(['after 3']);
  });

  it('SYNC-4 another epoch drops the copy', async () => {
    const app = await online();
    const timeline = app.openTimeline(A);
    for (const text of ['1', '2', '3']) hub.push(text);
    await until(() => timeline.rows.value.length === 3);
    await reload(app);
    hub.epoch = 'e2';
    hub.log.length = 0;
    hub.say('another history');
    const again = await online();
    const reopened = again.openTimeline(A);
    await until(() => texts(reopened).join() === 'another history');
    expect(again.inbox.items.value).toMatchObject([{ unread: 1, last: { seq: 1 } }]);
  });

  it('a mark that was raised offline is told when somebody listens', async () => {
    const app = await online();
    const timeline = app.openTimeline(A);
    hub.push('1');
    await until(() => timeline.rows.value.length === 1);
    hub.reachable = false;
    hub.cut();
    timeline.markRead(1);
    expect(app.inbox.unreadTotal.value).toBe(0);
    await reload(app);
    hub.reachable = true;
    const again = await online();
    expect(again.inbox.unreadTotal.value).toBe(0);
    await pause(400);
    expect(hub.readSeq).toBe(1);
  });

  it('opens at the first unread, however much there is, with a window of 1,000 rows at most', async () => {
    for (let i = 1; i <= 3000; i++) hub.say(`${i}`);
    hub.readSeq = 500;
    const app = await online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.firstUnreadSeq.value === 501);
    expect(timeline.unreadAfterSeq).toBe(500);
    expect(timeline.hasNewer.value).toBe(true);
    let most = 0;
    while (timeline.hasNewer.value) {
      await timeline.loadNewer();
      most = Math.max(most, timeline.rows.value.length);
    }
    expect(most).toBeLessThanOrEqual(1000);
    expect(texts(timeline).at(-1)).toBe('3000');
    hub.push('3001');
    await until(() => texts(timeline).at(-1) === '3001');
    expect(await timeline.jumpTo(7)).toBeNull();
    expect(texts(timeline)).toContain('7');
    expect(timeline.hasOlder.value).toBe(false);
    expect(await timeline.jumpTo(99_999)).toBe('not_found');
    await timeline.jumpToEnd();
    expect(texts(timeline).at(-1)).toBe('3001');
    const seqs = timeline.rows.value.map((row) => row.seq ?? 0);
    expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
  });

  it('far behind, the end is loaded anew instead of all that lies between', async () => {
    for (let i = 1; i <= 20; i++) hub.say(`${i}`);
    hub.readSeq = 20;
    const app = await online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.rows.value.length === 20);
    hub.cut();
    for (let i = 21; i <= 2000; i++) hub.say(`${i}`);
    await until(() => timeline.hasNewer.value);
    hub.pulls.length = 0;
    await timeline.jumpToEnd();
    expect(texts(timeline).at(-1)).toBe('2000');
    expect(hub.pulls.length).toBeLessThanOrEqual(1);
  });

  it('signing out wipes what is kept', async () => {
    const app = await online();
    const timeline = app.openTimeline(A);
    hub.mute = true;
    hub.push('1');
    timeline.send({ text: 'never sent' });
    await pause(700);
    expect(await app.session.signOut()).toBeNull();
    expect(app.session.state.value).toEqual({ state: 'signedOut', ended: false });
    expect(app.inbox.items.value).toEqual([]);
    const store = await openStore(ME.id, () => undefined);
    expect([await store.loadInbox(), await store.loadLog(A), await store.outbox.load()]).toEqual([undefined, undefined, []]);
    store.close();
  });

  it('CONN-4 a session that ends elsewhere leads to the sign-in page and keeps the outbox', async () => {
    const app = await online();
    hub.mute = true;
    app.openTimeline(A).send({ text: 'still to be said' });
    await pause(50);
    hub.session = false;
    hub.cut(4001);
    await until(() => app.session.state.value.state === 'signedOut');
    expect(app.session.state.value).toEqual({ state: 'signedOut', ended: true });
    hub.mute = false;
    expect(await app.session.signIn('me@example.com', 'x')).toBeNull();
    await until(
      () => hub.log.length === 1 || !isOnline(app) || app.inbox.items.value.length === 0 || app.inbox.items.value[0]?.last?.seq === 1,
    );
    await until(() => app.inbox.items.value[0]?.last?.seq === 1);
    expect(hub.log).toHaveLength(1);
  });

  describe('two tabs of a browser', () => {
    it('hold one socket and show the same', async () => {
      const [one, two] = [await online(true), await online(true)];
      expect(hub.sockets.size).toBe(1);
      const [first, second] = [one.openTimeline(A), two.openTimeline(A)];
      await until(() => first.state.value === 'ready' && second.state.value === 'ready');
      hub.push('1');
      first.send({ text: 'from one' });
      await until(() => second.rows.value.length === 2);
      second.send({ text: 'from two' });
      await until(() => first.rows.value.length === 3 && first.rows.value.every((row) => row.seq !== undefined));
      await until(() => second.rows.value.every((row) => row.seq !== undefined));
      expect(texts(first)).toEqual(['1', 'from one', 'from two']);
      expect(texts(second)).toEqual(texts(first));
      second.markRead(3);
      await until(() => one.inbox.unreadTotal.value === 0 && two.inbox.unreadTotal.value === 0);
      expect(hub.opened).toBe(1);
    });

    it("the leader's death moves the socket within 2 s, and nothing is lost", async () => {
      const [one, two] = [await online(true), await online(true)];
      const timeline = two.openTimeline(A);
      hub.push('1');
      await until(() => timeline.rows.value.length === 1);
      one.dispose();
      hub.say('2');
      timeline.send({ text: '3' });
      hub.say('4');
      await until(() => timeline.rows.value.length === 4 && timeline.rows.value.every((row) => row.seq !== undefined), 2000);
      expect(texts(timeline).toSorted()).toEqual(['1', '2', '3', '4']);
      expect(timeline.rows.value.map((row) => row.seq)).toEqual([1, 2, 3, 4]);
      expect(hub.sockets.size).toBe(1);
    });

    it('signing out in one signs out the other', async () => {
      const [one, two] = [await online(true), await online(true)];
      await one.session.signOut();
      await until(() => two.session.state.value.state === 'signedOut');
    });
  });
});
