import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'tests/README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

it.each(pages.filter((page) => existsSync(page)))('%s names only files and folders that exist', (page) => {
  const text = readFileSync(page, 'utf8');
  const inCode = [...text.matchAll(/`((?:protocol|worker|web|tests|bench|scripts|migrations)\/[\w./-]*)`/g)].map(([, path = '']) => path);
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => join(dirname(page), path));
  const missing = [...inCode, ...linked].filter((path) => !existsSync(path));
  expect(missing).toEqual([]);
});
