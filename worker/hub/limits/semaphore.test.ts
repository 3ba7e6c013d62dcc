import { expect, test } from 'vitest';
import { Semaphore } from './semaphore';

test('SEND-8 a flood of pulls runs a few at a time, in order, also when some fail', async () => {
  const semaphore = new Semaphore(3);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, (_, i) =>
      semaphore.run(async () => {
        most = Math.max(most, ++running);
        order.push(i);
        await Promise.resolve();
        running--;
        if (i % 7 === 0) throw new Error('no');
        return i;
      }),
    ),
  );
  expect(most).toBe(3);
  expect(order).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(answers.filter((answer) => answer.status === 'rejected').length).toBe(8);
  expect(await semaphore.run(async () => 'free again')).toBe('free again');
});
