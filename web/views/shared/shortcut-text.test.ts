import { expect, it } from 'vitest';
import { shortcutText } from './shortcut-text';

it.each([
  ['Mod+K', 'Ctrl+K', '⌘K'],
  ['Alt+Shift+↑', 'Alt+Shift+↑', '⌥⇧↑'],
  ['Mod+Shift+X', 'Ctrl+Shift+X', '⇧⌘X'],
  ['Shift+Enter', 'Shift+Enter', '⇧Enter'],
  ['F6', 'F6', 'F6'],
])('writes %s in each platform’s notation', (shortcut, elsewhere, apple) => {
  expect(shortcutText(shortcut, false)).toBe(elsewhere);
  expect(shortcutText(shortcut, true)).toBe(apple);
});
