import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { emojiColumns } from '../../scripts/lib/emoji-data.mjs';

const BUDGET = 46 * 1024;

test('emoji data travel in chunks of at most 46 KB', () => {
  const sizes = Object.entries(emojiColumns()).map(
    ([name, columns]) => [name, gzipSync(JSON.stringify(columns), { level: 9 }).length] as const,
  );
  console.log(sizes.map(([name, bytes]) => `${name} ${(bytes / 1024).toFixed(1)} KB`).join(', '));
  expect(sizes.filter(([, bytes]) => bytes > BUDGET)).toEqual([]);
});
