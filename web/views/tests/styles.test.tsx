import { describe, expect, it } from 'vitest';

// Loads every style sheet of the app into the page, including lazy ones.
const sheets = import.meta.glob('../../**/*.css');

/** Selectors of rules outside every media query `(hover: hover)`. */
function selectorsAlwaysOn(rules: CSSRuleList): string[] {
  return [...rules].flatMap((rule) => {
    if (rule instanceof CSSMediaRule && rule.conditionText.includes('(hover: hover)')) return [];
    const own = rule instanceof CSSStyleRule ? [rule.selectorText] : [];
    return 'cssRules' in rule ? [...own, ...selectorsAlwaysOn(rule.cssRules as CSSRuleList)] : own;
  });
}

it('applies hover styles only on devices that can hover, so that none stick after a tap', async () => {
  await Promise.all(Object.values(sheets).map((load) => load()));
  const selectors = [...document.styleSheets].flatMap((sheet) => selectorsAlwaysOn(sheet.cssRules));
  expect(selectors).toContain('.icon-button');
  expect(selectors).toContain('.emoji-cell');
  expect(selectors.filter((selector) => selector.includes(':hover'))).toEqual([]);
});

/** Whether the text, drawn in black, has a coloured pixel. */
function isColoured(text: string, font: string): boolean {
  const brush = new OffscreenCanvas(400, 40).getContext('2d', { willReadFrequently: true });
  if (brush === null) throw new Error('no canvas');
  brush.font = `24px ${font}`;
  brush.fillText(text, 4, 30);
  const { data } = brush.getImageData(0, 0, 400, 40);
  return data.some((value, i) => i % 4 === 0 && (value !== data[i + 1] || value !== data[i + 2]));
}

describe.each(['zh-CN', 'en'])('the fonts of %s', (language) => {
  const fontOf = async (name: '--font' | '--mono') => {
    await Promise.all(Object.values(sheets).map((load) => load()));
    document.documentElement.lang = language;
    return getComputedStyle(document.documentElement).getPropertyValue(name);
  };
  it.each(['😋', '⚡', '⭐', '✅', '👍🏽', '👩‍❤️‍👨', '🇨🇳', '🏳️‍🌈'])('draw %s inside text in colour', async (emoji) => {
    expect(isColoured(emoji, await fontOf('--font'))).toBe(true);
    expect(isColoured(emoji, await fontOf('--mono'))).toBe(true);
  });
  it.each(['0123456789', '#*', '© ®', 'A ↔ B', '★ → ✔', '馋了'])('draw %s as text', async (text) => {
    expect(isColoured(text, await fontOf('--font'))).toBe(false);
    expect(isColoured(text, await fontOf('--mono'))).toBe(false);
  });
});
