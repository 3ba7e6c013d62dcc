import { cleanup } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { message } from '../../../testing/fake-model';
import { mountApp } from '../../../testing/mount';
import { sampleModel } from '../../../testing/sample';

const AT = Date.UTC(2026, 4, 6, 8);

afterEach(() => cleanup());

/** Opens a conversation with these texts, and returns their bubbles. */
async function bubbles(...texts: string[]): Promise<HTMLElement[]> {
  const fake = sampleModel(AT);
  fake.rows.value = texts.map((text, i) => message(i + 1, 'li', { text, at: AT + i }));
  await mountApp(fake, { route: { page: 'conversation', id: 'c2' }, at: AT });
  const shown = () => [...document.querySelectorAll<HTMLElement>('.bubble')];
  await expect.poll(() => shown().length).toBe(texts.length);
  return shown();
}

/** The left and right edge of each line of a bubble's text. */
function lines(bubble: HTMLElement | undefined): { left: number; right: number }[] {
  const range = document.createRange();
  const body = bubble?.querySelector('.body');
  if (body) range.selectNodeContents(body);
  const byTop = new Map<number, { left: number; right: number }>();
  for (const { top, left, right, width } of range.getClientRects()) {
    if (width === 0) continue;
    const key = Math.round(top / 8);
    const line = byTop.get(key) ?? { left, right };
    byTop.set(key, { left: Math.min(line.left, left), right: Math.max(line.right, right) });
  }
  return [...byTop.values()];
}

it('keeps accents piled on a letter inside their bubble', async () => {
  const picture = async (text: string) => {
    const [above = document.body] = await bubbles('the message above, long enough to be struck through', text);
    const shot = await page.screenshot({ element: above, base64: true, save: false });
    cleanup();
    return shot;
  };
  const pile = Array.from({ length: 60 }, (_, i) => String.fromCodePoint(0x300 + (i % 20))).join('');
  expect(await picture(Array.from('ZALGO', (letter) => letter + pile).join(''))).toBe(await picture('ZALGO'));
});

it('starts lines of Arabic and Hebrew at the right, with the time at their end', async () => {
  const [arabic, hebrew, english] = await bubbles(
    'مرحبا بكم في هذا الحديث الطويل الذي يمتد على أكثر من سطر\nسطر قصير\n> قال\nثم',
    'שלום לכולם בשיחה הארוכה הזאת\nקצר',
    'hello everybody\nhi',
  );
  for (const bubble of [arabic, hebrew]) {
    const rights = lines(bubble).map(({ right }) => right);
    // The rule and padding of the quote indent it.
    expect(Math.max(...rights) - Math.min(...rights)).toBeLessThan(14);
    const meta = bubble?.querySelector('.meta')?.getBoundingClientRect();
    expect(meta?.right).toBeLessThan(Math.max(...rights) - 20);
  }
  const lefts = lines(english).map(({ left }) => left);
  expect(Math.max(...lefts) - Math.min(...lefts)).toBeLessThan(1);
});

it('makes a code block one tab stop that scrolls', async () => {
  const [bubble] = await bubbles(`\`\`\`ts title="a.ts"\n${'const wide = 1; '.repeat(40)}\n\`\`\``);
  const stops = [...(bubble?.querySelectorAll<HTMLElement>('pre, pre *') ?? [])].filter((element) => element.tabIndex >= 0);
  expect(stops.map((element) => element.tagName)).toEqual(['CODE']);
  expect(stops[0]?.scrollWidth).toBeGreaterThan(stops[0]?.clientWidth ?? 0);
  await expect.element(page.getByText('ts title="a.ts"', { exact: true }).last()).toBeVisible();
});

it('draws a quote inside a quote, and the code in it', async () => {
  const [bubble] = await bubbles('> > two\n> one\n> ```\n> **code**\n> ```\nzero');
  expect(bubble?.querySelector('.quote-block .quote-block')?.textContent).toContain('two');
  expect(bubble?.querySelector('.quote-block code')?.textContent).toBe('**code**');
  expect(bubble?.querySelector<HTMLElement>('.body')?.innerText.replace(/\s+/g, ' ').trim()).toBe('two one **code** zero');
});
