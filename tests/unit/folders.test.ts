import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderMap, folderTable, importRules } from '../../scripts/lib/folder-rules.mjs';
import { FOLDERS, OTHER_FOLDERS } from '../../scripts/lib/folders.mjs';

const MAX_FILES = 20;
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'protocol', 'worker', 'web'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '');
const listed = FOLDERS.map(({ path }) => path);

describe('the list of folders', () => {
  it('lists every folder with code, and no other', () => {
    const inTree = new Set(files.filter((path) => /\.tsx?$/.test(path)).map((path) => dirname(path)));
    const product = [...inTree].filter((path) => !OTHER_FOLDERS.includes(path));
    expect(product.toSorted()).toEqual(listed.toSorted());
  });

  it('lets a folder import only folders above it, so that there is no circle', () => {
    for (const [at, { path, imports }] of FOLDERS.entries()) {
      const below = imports.filter((target) => !listed.slice(0, at).includes(target) && !OTHER_FOLDERS.includes(target));
      expect(below, `${path} imports what stands below it`).toEqual([]);
    }
  });

  it(`keeps every folder at ${MAX_FILES} source files at most`, () => {
    const sources = files.filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
    const counts = Map.groupBy(sources, (path) => dirname(path));
    const crowded = [...counts].filter(([, inside]) => inside.length > MAX_FILES).map(([folder, inside]) => `${folder}: ${inside.length}`);
    expect(crowded).toEqual([]);
  });

  it('leaves `main.tsx` and `sw.ts` alone at the top of the web app', () => {
    expect(files.filter((path) => /^web\/[^/]+\.tsx?$/.test(path)).toSorted()).toEqual(['web/main.tsx', 'web/sw.ts']);
  });

  it('is what the linter enforces', () => {
    const { overrides } = JSON.parse(readFileSync('biome.json', 'utf8'));
    const enforced = overrides.filter(
      (override: ReturnType<typeof importRules>[number]) => override.linter.rules.style?.noRestrictedImports,
    );
    expect(enforced, 'run `npm run folders`').toEqual(importRules());
  });

  it('is what CONTRIBUTING.md shows', () => {
    expect(readFileSync('CONTRIBUTING.md', 'utf8'), 'run `npm run folders`').toContain(folderTable());
  });

  it('is what docs/architecture.md draws', () => {
    expect(readFileSync('docs/architecture.md', 'utf8'), 'run `npm run folders`').toContain(folderMap());
  });
});
