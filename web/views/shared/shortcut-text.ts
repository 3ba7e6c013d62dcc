const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** In Apple's order. */
const APPLE_SIGNS = { Alt: '⌥', Shift: '⇧', Mod: '⌘' } as const;

/** A shortcut in the platform's notation: `Mod+Shift+X` is `Ctrl+Shift+X`, and `⇧⌘X` on Apple's systems. */
export function shortcutText(shortcut: string, apple = isApple()): string {
  if (!apple) return shortcut.replace('Mod', 'Ctrl');
  const keys = shortcut.split('+');
  const signs = Object.entries(APPLE_SIGNS).map(([name, sign]) => (keys.includes(name) ? sign : ''));
  return signs.join('') + keys.filter((key) => !(key in APPLE_SIGNS)).join('');
}
