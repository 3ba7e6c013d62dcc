import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it, type MockInstance, onTestFinished, vi } from 'vitest';
import { mountApp } from '../../testing/mount';
import { sampleModel } from '../../testing/sample';

afterEach(() => cleanup());

const ids = () => [...document.querySelectorAll<HTMLElement>('.pane-list .row')].map((row) => row.dataset.id);
/** The rows that started to slide since the last call. */
const slid = (animate: MockInstance<Element['animate']>) => {
  const elements = animate.mock.contexts as HTMLElement[];
  const rows = elements.filter((element) => element.matches('.pane-list .row'));
  animate.mockClear();
  return rows.map((row) => row.dataset.id);
};
const frames = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise((done) => requestAnimationFrame(done));
};

it('slides rows to their new places only when the order changes', async () => {
  const animate = vi.spyOn(Element.prototype, 'animate');
  onTestFinished(() => animate.mockRestore());
  const fake = sampleModel(Date.now());
  await mountApp(fake);
  await expect.poll(() => ids().length).toBe(8);
  await frames(3);
  slid(animate);
  fake.items.value = [...fake.items.value];
  await frames(3);
  expect(slid(animate)).toEqual([]);
  const [first, second, third, ...others] = fake.items.value;
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few conversations');
  fake.items.value = [first, third, second, ...others];
  await expect.poll(() => ids().slice(0, 3)).toEqual(['c1', 'c3', 'c2']);
  await frames(3);
  expect(slid(animate)).toEqual(['c3', 'c2']);
});
