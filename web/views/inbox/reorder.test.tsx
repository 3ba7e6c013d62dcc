import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';

afterEach(() => cleanup());

const ids = () => [...document.querySelectorAll<HTMLElement>('.pane-list .row')].map((row) => row.dataset.id);
const moving = () =>
  [...document.querySelectorAll<HTMLElement>('.pane-list .row')]
    .filter((row) => row.getAnimations().length > 0)
    .map((row) => row.dataset.id);

it('lets rows slide to their new places when the order changes, and only then', async () => {
  const fake = sampleModel(Date.now());
  await mountApp(fake);
  await expect.poll(() => ids().length).toBe(8);
  await new Promise((done) => setTimeout(done, 300));
  fake.items.value = [...fake.items.value];
  await new Promise((done) => setTimeout(done, 50));
  expect(moving()).toEqual([]);
  const [first, second, third, ...others] = fake.items.value;
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few conversations');
  fake.items.value = [first, third, second, ...others];
  await expect.poll(moving).toEqual(['c3', 'c2']);
  expect(ids().slice(0, 3)).toEqual(['c1', 'c3', 'c2']);
});
