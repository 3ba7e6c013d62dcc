import { readFileSync } from 'node:fs';
import { Virtualizer } from '@tanstack/virtual-core';
import { expect, it } from 'vitest';

/** The version whose private methods the adapter was checked with. */
const CHECKED = '3.19.11';

const json = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

it('uses exactly the virtualizer version that the adapter was checked with', () => {
  // After an upgrade: read how the library's own React adapter calls `_didMount` and `_willUpdate`, run the tests of the list, then set CHECKED.
  expect(json('../../package.json').dependencies['@tanstack/virtual-core']).toBe(CHECKED);
  expect(json('../../node_modules/@tanstack/virtual-core/package.json').version).toBe(CHECKED);
});

it('finds the private methods that the adapter calls', () => {
  const virtualizer = new Virtualizer<HTMLDivElement, HTMLDivElement>({
    count: 0,
    getScrollElement: () => null,
    estimateSize: () => 1,
    scrollToFn: () => undefined,
    observeElementRect: () => undefined,
    observeElementOffset: () => undefined,
  });
  expect(() => virtualizer._willUpdate()).not.toThrow();
  const unmount: unknown = virtualizer._didMount();
  expect(unmount).toBeTypeOf('function');
  for (const method of ['measureElement', 'scrollToEnd', 'isAtEnd', 'setOptions'] as const)
    expect(virtualizer[method]).toBeTypeOf('function');
});
