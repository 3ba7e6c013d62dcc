// `npm run folders`: writes Biome's import rules, the table in CONTRIBUTING.md and the map in docs/architecture.md anew from scripts/lib/folders.mjs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderMap, folderTable, importRules } from './lib/folder-rules.mjs';
import { ROOT } from './lib/paths.mjs';

const biome = join(ROOT, 'biome.json');
const config = JSON.parse(readFileSync(biome, 'utf8'));
/** @param {{ linter: { rules: { style?: { noRestrictedImports?: unknown } } } }} override */
const isHandWritten = (override) => override.linter.rules.style?.noRestrictedImports === undefined;
config.overrides = [...config.overrides.filter(isHandWritten), ...importRules()];
writeFileSync(biome, `${JSON.stringify(config, null, 2)}\n`);

/**
 * @param {string} name file in the repository
 * @param {string} made what stands between its two marks
 */
function put(name, made) {
  const path = join(ROOT, name);
  const marks = /(<!-- folders -->\n)[\s\S]*?(\n<!-- \/folders -->)/;
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(marks, (_, start, end) => start + made + end),
  );
}

put('CONTRIBUTING.md', folderTable());
put('docs/architecture.md', folderMap());
