import { act, cleanup, render } from '@testing-library/preact';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { ConnectionStatus } from '../../model/connection';
import { fakeModel } from '../../testing/fake-model';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { trouble } from '../shared/trouble';
import { ModelContext } from '../shared/use-model';
import { Banner, ConnectionWatch, troubleOf } from './banner';

const STATES = ['online', 'offline', 'connecting', 'syncing'] as const;
type State = (typeof STATES)[number];
const status = (state: State): ConnectionStatus => ({ state, since: 0 });

afterEach(() => cleanup());

describe('the connection notice', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  const mount = () => {
    const fake = fakeModel();
    const { container } = render(
      <ModelContext.Provider value={fake.model}>
        <ConnectionWatch />
        <Banner />
      </ModelContext.Provider>,
    );
    const go = async (state: State, ms: number) => {
      await act(() => {
        fake.connection.value = status(state);
      });
      await act(() => void vi.advanceTimersByTime(ms));
    };
    return { go, shown: () => container.querySelector('.banner') };
  };

  it('disappears after a short second outage has ended', async () => {
    const { go, shown } = mount();
    await go('offline', 1300);
    expect(shown()).not.toBeNull();
    await go('online', 500);
    await go('offline', 400);
    await go('online', 5000);
    expect(shown()).toBeNull();
  });

  it('shows the final state, however the link flaps', async () => {
    const flap = fc.tuple(fc.constantFrom(...STATES), fc.integer({ min: 0, max: 2500 }));
    await fc.assert(
      fc.asyncProperty(fc.array(flap, { maxLength: 12 }), fc.constantFrom(...STATES), async (flaps, last) => {
        const { go, shown } = mount();
        for (const [state, ms] of flaps) await go(state, ms);
        await go(last, 5000);
        expect(shown() === null).toBe(last === 'online');
        cleanup();
        expect(trouble.value).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it('blames the network only if the browser has none', () => {
    expect(troubleOf(status('offline'), true)).toBe('noServer');
    expect(troubleOf(status('offline'), false)).toBe('noNetwork');
    expect(troubleOf(status('connecting'), true)).toBe('connecting');
    expect(troubleOf(status('connecting'), false)).toBe('noNetwork');
    expect(troubleOf(status('online'), false)).toBeNull();
    expect(troubleOf({ state: 'blocked', since: 0, askedAt: 0 }, true)).toBe('blocked');
    expect(troubleOf({ state: 'blocked', since: 0, askedAt: 0 }, false)).toBe('noNetwork');
  });
});

describe.each([
  ['desktop', 1280, 800],
  ['phone', 390, 844],
] as const)('on a %s', (_, width, height) => {
  afterEach(() => page.viewport(1280, 800));

  it.each([
    ['the inbox', { page: 'inbox' }],
    ['people', { page: 'people' }],
    ['a conversation', { page: 'conversation', id: 'c1' }],
    ['settings', { page: 'settings' }],
    ['an invitation', { page: 'join', code: 'abc' }],
  ] as const)('%s says that the server is unreachable, and retries on request', async (_place, route) => {
    await page.viewport(width, height);
    const fake = sampleModel(Date.now());
    fake.connection.value = status('offline');
    await mountApp(fake, { route });
    const seen = () =>
      [...document.querySelectorAll('.banner, .main-state')].filter(
        (said) => said.checkVisibility() && /暂时连不上服务器/.test(said.textContent),
      );
    await expect.poll(() => seen().length).toBeGreaterThan(0);
    // One pane or two show the notice; a hidden one cannot be pressed.
    await page.getByRole('button', { name: '立即重试' }).first().click();
    expect(fake.calls.filter((call) => call.startsWith('reconnect'))).toHaveLength(1);
  });
});
