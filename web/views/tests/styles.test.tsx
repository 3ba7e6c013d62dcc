import { expect, it } from 'vitest';

// Loads every style sheet of the app into the page, lazy ones included.
const sheets = import.meta.glob('../../**/*.css');

/** Selectors of rules that lie outside every media query `(hover: hover)`. */
function selectorsAlwaysOn(rules: CSSRuleList): string[] {
  return [...rules].flatMap((rule) => {
    if (rule instanceof CSSMediaRule && rule.conditionText.includes('(hover: hover)')) return [];
    const own = rule instanceof CSSStyleRule ? [rule.selectorText] : [];
    return 'cssRules' in rule ? [...own, ...selectorsAlwaysOn(rule.cssRules as CSSRuleList)] : own;
  });
}

it('styles what is under the pointer only where a pointer can hover, so that nothing sticks after a tap', async () => {
  await Promise.all(Object.values(sheets).map((load) => load()));
  const selectors = [...document.styleSheets].flatMap((sheet) => selectorsAlwaysOn(sheet.cssRules));
  expect(selectors).toContain('.icon-button');
  expect(selectors).toContain('.emoji-cell');
  expect(selectors.filter((selector) => selector.includes(':hover'))).toEqual([]);
});
