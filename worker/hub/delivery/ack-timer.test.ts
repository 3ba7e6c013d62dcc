import { expect, test, vi } from 'vitest';
import { AckTimer } from './ack-timer';

function setUp() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const state = { pushedAt: undefined as number | undefined, over: 0, broken: false, failures: 0 };
  const ackTimer = new AckTimer({
    graceMs: 1000,
    ackTimeoutMs: 5000,
    now: () => Date.now(),
    dueAt: () => (state.pushedAt === undefined ? undefined : state.pushedAt + 5000),
    onGraceOver: () => {
      state.over++;
      return state.broken ? Promise.reject(new Error('storage')) : undefined;
    },
    onFailure: () => state.failures++,
  });
  return { state, ackTimer };
}

test('a late ack sets one alarm', () => {
  const { state, ackTimer } = setUp();
  state.pushedAt = Date.now();
  ackTimer.setOwed(true);
  vi.advanceTimersByTime(999);
  expect(state.over).toBe(0);
  vi.advanceTimersByTime(1);
  expect(state.over).toBe(1);
  vi.advanceTimersByTime(10_000);
  expect(state.over).toBe(1);
});

test('no alarm is set while acks keep coming', () => {
  const { state, ackTimer } = setUp();
  for (let i = 0; i < 100; i++) {
    state.pushedAt = Date.now();
    ackTimer.setOwed(true);
    vi.advanceTimersByTime(100);
  }
  expect(state.over).toBe(0);
  // The last one is never acked.
  vi.advanceTimersByTime(1000);
  expect(state.over).toBe(1);
});

test('no timer is left after the last ack', () => {
  const { state, ackTimer } = setUp();
  state.pushedAt = Date.now();
  ackTimer.setOwed(true);
  ackTimer.setOwed(false);
  expect(vi.getTimerCount()).toBe(0);
});

test('ACK-3 a clock that steps back delays no push', () => {
  const { state, ackTimer } = setUp();
  state.pushedAt = Date.now();
  ackTimer.setOwed(true);
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(1000);
  expect(state.over).toBe(1);
});

test('ACK-3 the timer goes on while the alarm cannot be set', async () => {
  const { state, ackTimer } = setUp();
  state.pushedAt = Date.now();
  state.broken = true;
  ackTimer.setOwed(true);
  await vi.advanceTimersByTimeAsync(3000);
  expect([state.over, state.failures]).toEqual([3, 3]);
  state.broken = false;
  await vi.advanceTimersByTimeAsync(5000);
  expect([state.over, vi.getTimerCount()]).toEqual([4, 0]);
});
