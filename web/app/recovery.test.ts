import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Up, UpOf } from '../../protocol/up';
import { openStore } from '../store/idb';
import { AppBench, isOnline, pause, texts, until } from '../testing/app-bench';
import { A, ME } from '../testing/fake-hub';

const unavailable = () => Response.json({ error: { code: 'unavailable', message: '', retryable: true } }, { status: 503 });

describe('recovery from failures', () => {
  let bench: AppBench;
  beforeEach(() => {
    bench = new AppBench();
  });
  afterEach(() => bench.close());

  /** Delays or fails responses of the API under `path`. */
  function interceptApi(path: string, way: (answer: Response, nth: number) => Promise<Response>): void {
    const plain = bench.hub.fetch.bind(bench.hub);
    let nth = 0;
    bench.hub.fetch = async (asked: string) => {
      const answer = await plain(asked);
      return asked.startsWith(path) ? way(answer, nth++) : answer;
    };
  }

  const sent = <T extends Up['type']>(type: T): UpOf<T>[] => bench.hub.received.filter((frame): frame is UpOf<T> => frame.type === type);

  describe('skipped pushes', () => {
    it('ACK-5 handles a second `behind` that arrives during the sync for the first', async () => {
      bench.hub.say('m1');
      const app = await bench.online();
      interceptApi('/api/sync', async (answer) => {
        const body = await answer.text();
        await pause(100);
        return new Response(body, { headers: { 'content-type': 'application/json' } });
      });
      bench.hub.say('m2');
      bench.hub.behind();
      await expect.poll(() => bench.hub.syncs).toBe(1);
      bench.hub.say('m3');
      bench.hub.behind();
      await until(() => app.inbox.items.value[0]?.last?.seq === 3);
      expect(app.inbox.items.value[0]?.unread).toBe(3);
    });

    it('ACK-5 are requested again after a failed sync, also for an open conversation', async () => {
      bench.hub.say('m1');
      const app = await bench.online();
      const timeline = app.openTimeline(A);
      await until(() => timeline.state.value === 'ready' && timeline.rows.value.length === 1);
      interceptApi('/api/sync', async (answer, nth) => (nth === 0 ? unavailable() : answer));
      bench.hub.say('m2');
      bench.hub.behind();
      await until(() => timeline.rows.value.length === 2);
      expect(texts(timeline)).toEqual(['m1', 'm2']);
    });

    it('ACK-5 of many conversations cost one request', async () => {
      await bench.online();
      bench.hub.broadcast((tid) => ({ type: 'behind', tid, conversationIds: Array.from({ length: 64 }, (_, i) => `c${i}`) }));
      await expect.poll(() => bench.hub.syncs).toBe(1);
      await pause(100);
      expect(bench.hub.syncs).toBe(1);
    });
  });

  describe('a finally refused change', () => {
    it('is reverted, reports its code, and leaves the outbox', async () => {
      bench.hub.say('m1');
      const app = await bench.online();
      const timeline = app.openTimeline(A);
      await until(() => timeline.state.value === 'ready' && timeline.rows.value.length === 1);
      timeline.pin(1, true);
      await until(() => timeline.rows.value[0]?.pinnedAt !== undefined);
      await pause(50);
      const [change] = sent('change');
      bench.hub.broadcast(() => ({
        type: 'error',
        code: 'not_allowed',
        message: 'no',
        retryable: false,
        clientMsgId: change?.clientMsgId ?? '',
      }));
      await until(() => app.refusal.value !== null);
      expect(app.refusal.value).toEqual({ change: 'pin', problem: 'not_allowed' });
      expect(timeline.rows.value[0]?.pinnedAt).toBeUndefined();
      await bench.reload(app);
      const store = await openStore(ME.id, () => undefined);
      expect(await store.outbox.load()).toEqual([]);
      store.close();
    });

    it('an edit keeps its text for rewriting, also after a reload', async () => {
      bench.hub.say('frist', 'me');
      const app = await bench.online();
      const timeline = app.openTimeline(A);
      await until(() => timeline.rows.value.length === 1);
      timeline.edit(1, { text: 'first' });
      await pause(50);
      const [change] = sent('change');
      bench.hub.broadcast(() => ({
        type: 'error',
        code: 'not_found',
        message: 'no',
        retryable: false,
        clientMsgId: change?.clientMsgId ?? '',
      }));
      await until(() => app.refusal.value?.change === 'edit');
      expect(texts(timeline)).toEqual(['frist']);
      await bench.reload(app);
      const again = await bench.online();
      again.drafts.startRewriting(A, 1);
      expect(again.drafts.rewriting(A)).toEqual({ seq: 1, text: 'first' });
    });
  });

  describe('people', () => {
    it('are requested again after a failure', async () => {
      const app = await bench.online();
      const plain = bench.hub.fetch.bind(bench.hub);
      let asked = 0;
      bench.hub.fetch = async (path: string) => {
        if (!path.startsWith('/api/users?ids=')) return plain(path);
        return asked++ === 0 ? unavailable() : Response.json({ users: [{ id: 'u9', name: 'Nine' }] });
      };
      await until(() => app.people.nameOf('u9') === 'Nine');
      expect(asked).toBe(2);
    });

    it('are requested in several batches when one is too small', async () => {
      const app = await bench.online();
      const plain = bench.hub.fetch.bind(bench.hub);
      bench.hub.fetch = async (path: string) => {
        const ids = /^\/api\/users\?ids=(.*)$/.exec(path)?.[1]?.split(',');
        return ids ? Response.json({ users: ids.map((id) => ({ id, name: `Name of ${id}` })) }) : plain(path);
      };
      const ids = Array.from({ length: 700 }, (_, i) => `u${i}`);
      await until(() => ids.map((id) => app.people.nameOf(id) === `Name of ${id}`).every(Boolean));
    });

    it('requested offline are requested again when the link is back', async () => {
      const app = await bench.online();
      const plain = bench.hub.fetch.bind(bench.hub);
      bench.hub.fetch = async (path: string) =>
        bench.hub.reachable && path.startsWith('/api/users?ids=') ? Response.json({ users: [{ id: 'u9', name: 'Nine' }] }) : plain(path);
      bench.hub.reachable = false;
      bench.hub.cut();
      expect(app.people.nameOf('u9')).toBe('u9');
      await pause(50);
      bench.hub.reachable = true;
      await until(() => app.people.nameOf('u9') === 'Nine');
    });
  });

  describe('another account', () => {
    it('a `welcome` for another user is not stored, and the app switches to the signed-in user', async () => {
      const app = await bench.online();
      bench.hub.push('for me');
      await until(() => app.inbox.items.value[0]?.unread === 1);
      bench.hub.self = { ...ME, id: 'bob', name: 'Bob' };
      bench.hub.say('for Bob');
      bench.hub.cut();
      await until(() => {
        const state = app.session.state.value;
        return state.state === 'signedIn' && state.self.id === 'bob';
      });
      await until(() => isOnline(app));
      const store = await openStore(ME.id, () => undefined);
      expect(await store.loadInbox()).toBeUndefined();
      store.close();
    });

    it('finds no stored values of the user who signed out', async () => {
      const app = await bench.online();
      bench.profile.kept.set('magpie.account.place', '"/c/a"');
      bench.profile.kept.set('magpie.preferences', '{}');
      expect(await app.session.signOut()).toBeNull();
      await until(() => app.session.state.value.state === 'signedOut');
      await pause(20);
      expect([...bench.profile.kept.keys()].filter((key) => key.startsWith('magpie.account.'))).toEqual([]);
      expect(bench.profile.kept.has('magpie.preferences')).toBe(true);
    });
  });

  it("uses the server's time even when the browser's clock is wrong", async () => {
    const ahead = 3 * 3_600_000;
    bench.hub.clock = () => Date.now() + ahead;
    const app = await bench.online();
    expect(Math.abs(app.serverNow() - bench.hub.clock())).toBeLessThan(5000);
  });
});
