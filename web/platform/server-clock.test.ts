import { expect, it } from 'vitest';
import { SimClock } from '../testing/sim-clock';
import { ServerClock } from './server-clock';

/** A machine that can sleep and whose system clock can be set. */
class Machine extends SimClock {
  ahead = 0;
  override wall(): number {
    return this.now() + this.ahead;
  }
}

it('shows the server time even when the system clock is wrong', async () => {
  const machine = new Machine(1);
  machine.ahead = 3 * 60_000;
  const clock = new ServerClock(machine);
  const server = machine.now();
  clock.set(server);
  await machine.advance(1000);
  expect(clock.now()).toBe(server + 1000);
});

it('advances during sleep, and ignores a system clock that is set back', async () => {
  const machine = new Machine(1);
  const clock = new ServerClock(machine);
  const server = machine.now();
  clock.set(server);
  // Asleep for an hour: the wall clock advances, the monotonic clock does not.
  machine.ahead += 3_600_000;
  expect(clock.now()).toBe(server + 3_600_000);
  machine.ahead -= 2 * 86_400_000;
  expect(clock.now()).toBe(server + 3_600_000);
  await machine.advance(5000);
  expect(clock.now()).toBe(server + 3_605_000);
});

it('moves only as far as needed to agree with a response dated to the second', () => {
  const machine = new Machine(1);
  const clock = new ServerClock(machine);
  const now = machine.now();
  clock.between(now - 500, now + 500);
  expect(clock.now()).toBe(now);
  clock.between(now + 2000, now + 3000);
  expect(clock.now()).toBe(now + 2000);
  clock.between(now - 4000, now - 3000);
  expect(clock.now()).toBe(now - 3000);
});
