import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { followTimeZone } from '../../i18n/format';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';
import { startClock } from '../state/clock';

const travelTo = (timezoneId: string) =>
  (cdp() as unknown as { send: (method: string, params: object) => Promise<unknown> }).send('Emulation.setTimezoneOverride', {
    timezoneId,
  });

afterEach(async () => {
  cleanup();
  vi.useRealTimers();
  await travelTo('');
  followTimeZone();
});

it('shows all times in the present time zone after travelling', async () => {
  await travelTo('Asia/Shanghai');
  followTimeZone();
  const at = Date.parse('2026-11-21T22:30:00+08:00');
  vi.useFakeTimers({ toFake: ['Date'], now: at });
  await mountApp(sampleModel(at), { route: { page: 'conversation', id: 'c1' }, at });
  const stop = startClock(() => Date.now());
  const text = (selector: string) => document.querySelector(selector)?.textContent;
  const bubble = 'article[data-key="k13"] time';
  await expect.poll(() => text(bubble)).toBe('22:18');
  expect(text('[data-id=c2] .row-time')).toBe('22:26');

  await travelTo('America/Los_Angeles');
  document.dispatchEvent(new Event('visibilitychange'));
  await expect.poll(() => text(bubble)).toBe('06:18');
  expect(document.querySelector(bubble)?.getAttribute('data-tip')).toContain('06:18');
  expect(text('[data-id=c2] .row-time')).toBe('06:26');
  stop();
});
