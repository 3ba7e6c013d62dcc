import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localKeep } from '../platform/keep';
import { deleteStore, openStore } from '../store/idb';
import { AppBench, isOnline, texts, until } from '../testing/app-bench';
import { A } from '../testing/fake-hub';
import type { Refused } from '../testing/fake-profile';

let bench: AppBench;
beforeEach(() => {
  bench = new AppBench();
});
afterEach(() => bench.close());

const REFUSED: readonly (readonly Refused[])[] = [
  ['locks'],
  ['locksByThrowing'],
  ['channel'],
  ['storage'],
  ['locks', 'channel'],
  ['locks', 'storage'],
  ['channel', 'storage'],
  ['locks', 'channel', 'storage'],
];

describe.each(REFUSED.map((refused) => ({ what: refused.join(', '), refused })))('a browser that refuses $what', ({ refused }) => {
  it('signs in, receives and sends', async () => {
    bench.hub.session = false;
    const app = bench.open(bench.profile.tab({ shared: true, refused }));
    await until(() => app.session.state.value.state === 'signedOut');
    expect(await app.session.signIn('me@example.com', 'x')).toBeNull();
    await until(() => isOnline(app) && app.inbox.loaded.value);
    const timeline = app.openTimeline(A);
    bench.hub.push('from ann');
    timeline.send({ text: 'from me' });
    await until(() => timeline.rows.value.length === 2 && timeline.rows.value.every((row) => row.seq !== undefined));
    expect(texts(timeline).toSorted()).toEqual(['from ann', 'from me']);
    expect(app.notice.value).toBe(refused.includes('storage') ? 'memoryOnly' : null);
  });

  it('keeps two tabs connected, each with its own socket, and sends each message once', async () => {
    const [one, two] = [0, 1].map(() => bench.open(bench.profile.tab({ shared: true, refused: [...refused, 'locks'] })));
    if (!one || !two) throw new Error('There are two tabs.');
    await until(() => isOnline(one) && isOnline(two));
    expect(bench.hub.sockets.size).toBe(2);
    one.openTimeline(A).send({ text: 'once' });
    await until(() => two.inbox.items.value[0]?.last?.seq === 1);
    expect(bench.hub.log).toHaveLength(1);
  });
});

describe('a browser that does not keep the cookie', () => {
  it('gets one clear answer to the right password, and the sign-in form stays', async () => {
    bench.hub.session = false;
    bench.hub.keepsCookie = false;
    const app = bench.open(bench.profile.tab({ shared: true }));
    await until(() => app.session.state.value.state === 'signedOut');
    expect(await app.session.signIn('me@example.com', 'x')).toBe('cookies_refused');
    expect(app.session.state.value).toEqual({ state: 'signedOut', ended: false });
    bench.hub.keepsCookie = true;
    expect(await app.session.signIn('me@example.com', 'x')).toBeNull();
    await until(() => isOnline(app));
  });
});

describe('storage that throws', () => {
  const real = { indexedDB: globalThis.indexedDB, localStorage: Object.getOwnPropertyDescriptor(globalThis, 'localStorage') };
  const refuse = (name: 'indexedDB' | 'localStorage') =>
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get() {
        throw new DOMException('Blocked', 'SecurityError');
      },
    });
  afterEach(() => {
    Object.defineProperty(globalThis, 'indexedDB', { configurable: true, writable: true, value: real.indexedDB });
    if (real.localStorage) Object.defineProperty(globalThis, 'localStorage', real.localStorage);
    else Reflect.deleteProperty(globalThis, 'localStorage');
  });

  it('IndexedDB: memory takes over, and there is nothing to delete', async () => {
    refuse('indexedDB');
    expect((await openStore('me', () => undefined)).lasting).toBe(false);
    await expect(deleteStore('me')).resolves.toBeUndefined();
  });

  it('localStorage: values last as long as the page', () => {
    refuse('localStorage');
    const keep = localKeep();
    keep.set('a', '1');
    expect([keep.get('a'), keep.get('b'), keep.keys()]).toEqual(['1', null, ['a']]);
    keep.set('a', null);
    expect(keep.get('a')).toBeNull();
  });
});
