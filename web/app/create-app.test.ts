import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../store/idb';
import { AppBench, isOnline, pause, texts, until } from '../testing/app-bench';
import { A, ME } from '../testing/fake-hub';

describe('the app over a hub', () => {
  let bench: AppBench;
  beforeEach(() => {
    bench = new AppBench();
  });
  afterEach(() => bench.close());

  it('shows a sent message at once, and marks it sent after the ack', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    timeline.send({ text: 'hello' });
    expect(timeline.rows.value).toMatchObject([{ mine: true, status: 'queued' }]);
    expect(timeline.rows.value[0]?.seq).toBeUndefined();
    const { key } = timeline.rows.value[0] ?? {};
    await until(() => timeline.rows.value[0]?.status === 'sent');
    expect(timeline.rows.value).toMatchObject([{ key, seq: 1 }]);
    expect(app.inbox.items.value).toMatchObject([{ unread: 0, last: { seq: 1 } }]);
  });

  it('ORD-1 shows own messages without a seq last, in the order written', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    bench.hub.mute = true;
    for (const text of ['one', 'two']) timeline.send({ text });
    bench.hub.push('from ann');
    await until(() => timeline.rows.value.length === 3);
    expect(texts(timeline)).toEqual(['from ann', 'one', 'two']);
  });

  it('SYNC-1 pulls a lost push before showing later messages', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.state.value === 'ready');
    bench.hub.push('1');
    bench.hub.loses = (seq) => seq === 2;
    bench.hub.push('2');
    bench.hub.push('3');
    await until(() => app.inbox.items.value[0]?.summary.lastSeq === 3);
    expect(texts(timeline)).toEqual(['1']);
    await until(() => timeline.rows.value.length === 3);
    expect(texts(timeline)).toEqual(['1', '2', '3']);
    expect(bench.hub.pulls).toContain('after 1');
  });

  it('SYNC-2 after a disconnect nothing is lost, duplicated or out of order', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    bench.hub.push('1');
    bench.hub.cut();
    for (const text of ['2', '3']) bench.hub.say(text);
    timeline.send({ text: '4' });
    await until(() => timeline.rows.value.length === 4 && timeline.rows.value.every((row) => row.seq !== undefined));
    expect(texts(timeline)).toEqual(['1', '2', '3', '4']);
  });

  it('SEND-7 sends messages written offline in order, also after a reload', async () => {
    const app = await bench.online();
    bench.hub.reachable = false;
    bench.hub.cut();
    const timeline = app.openTimeline(A);
    for (const text of ['1', '2', '3']) timeline.send({ text });
    await bench.reload(app);
    const again = await bench.start();
    const reopened = again.openTimeline(A);
    await until(() => reopened.rows.value.length === 3);
    expect(reopened.rows.value.map(({ status }) => status)).toEqual(['queued', 'queued', 'queued']);
    bench.hub.reachable = true;
    await until(() => reopened.rows.value.every((row) => row.status === 'sent'));
    expect(
      bench.hub.log.flatMap((entry) => ('message' in entry && entry.message.body.kind === 'text' ? [entry.message.body.text] : [])),
    ).toEqual(['1', '2', '3']);
  });

  it('shows the stored state at once after a reload, also offline', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    for (const text of ['1', '2', '3']) bench.hub.push(text);
    await until(() => timeline.rows.value.length === 3);
    await bench.reload(app);
    bench.hub.reachable = false;
    const again = await bench.start();
    expect(again.inbox.items.value).toMatchObject([{ id: A, title: 'Ann', unread: 3 }]);
    const reopened = again.openTimeline(A);
    await until(() => reopened.rows.value.length === 3);
    expect(texts(reopened)).toEqual(['1', '2', '3']);
  });

  it('shows stored contacts and aliases after an offline reload, and applies later updates', async () => {
    const ann = { id: 'ann', name: 'Ann' };
    bench.hub.contacts = { contacts: [{ user: ann, alias: '安姐', since: 1 }], requests: [], blocked: [{ id: 'rude', name: 'Rude' }] };
    const app = await bench.online();
    await until(() => app.people.contactsLoaded.value);
    await bench.reload(app);
    bench.hub.reachable = false;
    const again = await bench.start();
    expect(again.people.contacts.value).toEqual(bench.hub.contacts);
    expect(again.people.contactsLoaded.value).toBe(true);
    expect([again.people.nameOf('ann'), again.inbox.items.value[0]?.title]).toEqual(['安姐', '安姐']);
    bench.hub.contacts = { contacts: [{ user: ann, since: 1 }], requests: [], blocked: [] };
    bench.hub.reachable = true;
    await until(() => again.people.contacts.value.blocked.length === 0);
    expect(again.inbox.items.value[0]?.title).toBe('Ann');
  });

  it('pulls only new messages after a reload', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    for (const text of ['1', '2', '3']) bench.hub.push(text);
    await until(() => timeline.rows.value.length === 3);
    await bench.reload(app);
    bench.hub.say('4');
    bench.hub.pulls.length = 0;
    const again = await bench.online();
    const reopened = again.openTimeline(A);
    await until(() => reopened.rows.value.length === 4);
    expect(bench.hub.pulls).toEqual(['after 3']);
  });

  it('SYNC-4 a new epoch drops the stored history', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    for (const text of ['1', '2', '3']) bench.hub.push(text);
    await until(() => timeline.rows.value.length === 3);
    await bench.reload(app);
    bench.hub.epoch = 'e2';
    bench.hub.log.length = 0;
    bench.hub.say('another history');
    const again = await bench.online();
    const reopened = again.openTimeline(A);
    await until(() => texts(reopened).join() === 'another history');
    expect(again.inbox.items.value).toMatchObject([{ unread: 1, last: { seq: 1 } }]);
  });

  it('sends a read mark set offline after reconnecting', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    bench.hub.push('1');
    await until(() => timeline.rows.value.length === 1);
    bench.hub.reachable = false;
    bench.hub.cut();
    timeline.markRead(1);
    expect(app.inbox.unreadTotal.value).toBe(0);
    await bench.reload(app);
    bench.hub.reachable = true;
    const again = await bench.online();
    expect(again.inbox.unreadTotal.value).toBe(0);
    await pause(400);
    expect(bench.hub.readSeq).toBe(1);
  });

  it('opens at the first unread message, with a window of at most 1,000 rows', async () => {
    for (let i = 1; i <= 3000; i++) bench.hub.say(`${i}`);
    bench.hub.readSeq = 500;
    const app = await bench.online();
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
    bench.hub.push('3001');
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

  it('loads another page when the view asks for it while rows change', async () => {
    for (let i = 1; i <= 400; i++) bench.hub.say(`${i}`);
    bench.hub.readSeq = 400;
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.rows.value.length > 0);
    // A view that draws in the next microtask and needs more rows.
    const stop = timeline.rows.subscribe(() => queueMicrotask(() => void timeline.loadOlder()));
    await until(() => timeline.rows.value.length === 400);
    stop();
    expect(texts(timeline)[0]).toBe('1');
  });

  it('reloads the end when far behind, instead of pulling everything in between', async () => {
    for (let i = 1; i <= 20; i++) bench.hub.say(`${i}`);
    bench.hub.readSeq = 20;
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    await until(() => timeline.rows.value.length === 20);
    bench.hub.cut();
    for (let i = 21; i <= 2000; i++) bench.hub.say(`${i}`);
    await until(() => timeline.hasNewer.value);
    bench.hub.pulls.length = 0;
    await timeline.jumpToEnd();
    expect(texts(timeline).at(-1)).toBe('2000');
    expect(bench.hub.pulls.length).toBeLessThanOrEqual(1);
  });

  it('jumps to the end after a long absence while the end is still loading', async () => {
    for (let i = 1; i <= 600; i++) bench.hub.say(`${i}`);
    bench.hub.readSeq = 600;
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    await until(() => texts(timeline).at(-1) === '600');
    // Reading older messages while disconnected.
    expect(await timeline.jumpTo(7)).toBeNull();
    bench.hub.cut();
    for (let i = 601; i <= 2000; i++) bench.hub.say(`${i}`);
    let arrive: () => void = () => undefined;
    bench.hub.pagesTravel = new Promise((resolve) => {
      arrive = resolve;
    });
    bench.hub.pulls.length = 0;
    await until(() => isOnline(app) && app.inbox.items.value[0]?.last?.seq === 2000);
    await pause(20);
    expect(bench.hub.pulls).toEqual(['before 2001']);
    expect(texts(timeline)).toContain('7');
    const jumped = timeline.jumpToEnd();
    arrive();
    expect(await jumped).toBeNull();
    expect(texts(timeline).at(-1)).toBe('2000');
    expect(timeline.hasNewer.value).toBe(false);
    bench.hub.push('2001');
    await until(() => texts(timeline).at(-1) === '2001');
    const seqs = timeline.rows.value.map((row) => row.seq ?? 0);
    expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] ?? 0) + i));
  });

  it('deletes stored data at sign-out', async () => {
    const app = await bench.online();
    const timeline = app.openTimeline(A);
    bench.hub.mute = true;
    bench.hub.push('1');
    timeline.send({ text: 'never sent' });
    await pause(700);
    expect(await app.session.signOut()).toBeNull();
    expect(app.session.state.value).toEqual({ state: 'signedOut', ended: false });
    expect(app.inbox.items.value).toEqual([]);
    const store = await openStore(ME.id, () => undefined);
    expect([await store.loadInbox(), await store.loadLog(A), await store.outbox.load()]).toEqual([undefined, undefined, []]);
    store.close();
  });

  it('deletes all data of the previous user, including unsent messages, when another user signs in', async () => {
    const app = await bench.online();
    bench.hub.mute = true;
    bench.hub.push('1');
    app.openTimeline(A).send({ text: 'mine' });
    await pause(700);
    bench.hub.session = false;
    bench.hub.cut(4001);
    await until(() => app.session.state.value.state === 'signedOut');
    bench.hub.self = { ...ME, id: 'bob' };
    expect(await app.session.signIn('bob@example.com', 'x')).toBeNull();
    const store = await openStore(ME.id, () => undefined);
    expect([await store.loadInbox(), await store.outbox.load()]).toEqual([undefined, []]);
    store.close();
  });

  it('CONN-4 a session ended elsewhere shows the sign-in page and keeps the outbox', async () => {
    const app = await bench.online();
    bench.hub.mute = true;
    app.openTimeline(A).send({ text: 'unsent' });
    await pause(50);
    bench.hub.session = false;
    bench.hub.cut(4001);
    await until(() => app.session.state.value.state === 'signedOut');
    expect(app.session.state.value).toEqual({ state: 'signedOut', ended: true });
    bench.hub.mute = false;
    expect(await app.session.signIn('me@example.com', 'x')).toBeNull();
    await until(
      () => bench.hub.log.length === 1 || !isOnline(app) || app.inbox.items.value.length === 0 || app.inbox.items.value[0]?.last?.seq === 1,
    );
    await until(() => app.inbox.items.value[0]?.last?.seq === 1);
    expect(bench.hub.log).toHaveLength(1);
  });
});
