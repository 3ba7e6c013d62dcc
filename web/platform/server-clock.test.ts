import { expect, it } from 'vitest';
import { SimClock } from '../testing/sim-clock';
import { ServerClock } from './server-clock';

/** A machine whose clock can be set, and that can sleep. */
class Machine extends SimClock {
  ahead = 0;
  override wall(): number {
    return this.now() + this.ahead;
  }
}

it('shows the time of the server, however wrong the clock of the machine is', async () => {
  const machine = new Machine(1);
  machine.ahead = 3 * 60_000;
  const clock = new ServerClock(machine);
  const server = machine.now();
  clock.set(server);
  await machine.advance(1000);
  expect(clock.now()).toBe(server + 1000);
});

it('goes on while the machine sleeps, and is not set back with it', async () => {
  const machine = new Machine(1);
  const clock = new ServerClock(machine);
  const server = machine.now();
  clock.set(server);
  // Asleep for an hour: the wall clock went on, the monotonic one stood still.
  machine.ahead += 3_600_000;
  expect(clock.now()).toBe(server + 3_600_000);
  machine.ahead -= 2 * 86_400_000;
  expect(clock.now()).toBe(server + 3_600_000);
  await machine.advance(5000);
  expect(clock.now()).toBe(server + 3_605_000);
});

it('is corrected by an answer that names a second, only as far as it is wrong', () => {
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
