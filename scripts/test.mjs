// `npm test`: every test on every runtime, and as the last line what came of it: `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, fonts, otherBrowsers } from './lib/chromium.mjs';
import { NODE, ROOT, VITEST } from './lib/paths.mjs';
import { endChildren, QUIET } from './lib/processes.mjs';
import { countTests } from './lib/test-count.mjs';
import { buildWeb } from './lib/web-build.mjs';

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => void endChildren().then(() => finish({ passed: 0, failed: 1 })));
}

/** @param {{ passed: number, failed: number }} count */
function finish({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

/** @param {unknown} error */
function giveUp(error) {
  console.error(error instanceof Error ? error.message : error);
  finish({ passed: 0, failed: 1 });
}

/**
 * @param {string} browser
 * @param {string} report where the counts go
 * @returns {Promise<number>} vitest's exit code
 */
function runVitest(browser, report) {
  const args = [VITEST, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)];
  const child = spawn(NODE, args, {
    cwd: ROOT,
    env: { ...process.env, ...QUIET, CHROMIUM: browser },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A web app that does not build is one failure; what does not need it runs all the same. */
async function webIsBuilt() {
  try {
    await buildWeb();
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'magpie-test-'));
try {
  const browser = chromium();
  fonts();
  otherBrowsers();
  const built = await webIsBuilt();
  const report = join(folder, 'report.json');
  const code = await runVitest(browser, report);
  await endChildren();
  const count = countTests(readReport(report), code);
  rmSync(folder, { recursive: true, force: true });
  finish({ passed: count.passed, failed: count.failed + (built ? 0 : 1) });
} catch (error) {
  rmSync(folder, { recursive: true, force: true });
  giveUp(error);
}
