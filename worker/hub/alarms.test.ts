import { expect, test } from 'vitest';
import { Alarm } from './alarms';

test('ACK-4 the next event sets an alarm that could not be set', async () => {
  const set: number[] = [];
  let broken = true;
  const alarm = new Alarm({
    getAlarm: async () => set.at(-1) ?? null,
    setAlarm: async (at) => {
      if (broken) throw new Error('storage');
      set.push(at);
    },
  });
  await expect(alarm.ensure(5000, 0)).rejects.toThrow('storage');
  broken = false;
  await alarm.ensure(5000, 1);
  await alarm.ensure(6000, 2);
  expect(set).toEqual([5000]);
});
