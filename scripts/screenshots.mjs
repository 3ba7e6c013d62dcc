// `npm run screenshots`: makes the references that web/views/tests/looks.test.tsx compares with anew, and the pictures of README.md. Look at them before committing.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, fonts } from './lib/chromium.mjs';
import { NODE, ROOT, VITEST } from './lib/paths.mjs';
import { QUIET } from './lib/processes.mjs';

try {
  const browser = chromium();
  fonts();
  rmSync(join(ROOT, 'web/views/tests/__screenshots__/looks.test.tsx'), { recursive: true, force: true });
  const env = { ...process.env, ...QUIET, CHROMIUM: browser, VITE_LOOKS: 'refresh' };
  const args = [
    VITEST,
    'run',
    '--project',
    'chromium',
    '--update=all',
    'web/views/tests/looks.test.tsx',
    'web/views/tests/readme-pictures.test.tsx',
  ];
  process.exitCode = spawnSync(NODE, args, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
