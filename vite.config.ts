import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import preact from '@preact/preset-vite';
import { build, defineConfig, type Plugin } from 'vite';
import { emojiData } from './scripts/lib/emoji-data.mjs';

/** Not part of the shell: read by the platform, or too rarely to be kept. */
const NOT_CACHED = /^_headers$|-512\.png$/;

/** Builds `web/sw.ts` into `sw.js`, with the list of what the app consists of and a version that changes with any of it. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    async writeBundle(options, bundle) {
      const outDir = options.dir;
      if (outDir === undefined) throw new Error('The build has no folder.');
      const publicDir = join(import.meta.dirname, 'web/public');
      const publicFiles = readdirSync(publicDir).filter((name) => !NOT_CACHED.test(name));
      const hash = createHash('sha256');
      for (const [name, file] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1)))
        hash.update(name).update('code' in file ? file.code : file.source);
      for (const name of publicFiles) hash.update(readFileSync(join(publicDir, name)));
      const files = ['/', ...Object.keys(bundle).filter((name) => name !== 'index.html'), ...publicFiles].map((name) =>
        name === '/' ? name : `/${name}`,
      );
      await build({
        configFile: false,
        logLevel: 'warn',
        define: { __SHELL__: JSON.stringify({ version: hash.digest('hex').slice(0, 12), files }) },
        build: {
          outDir,
          emptyOutDir: false,
          copyPublicDir: false,
          rollupOptions: { input: join(import.meta.dirname, 'web/sw.ts'), output: { entryFileNames: 'sw.js', format: 'iife' } },
        },
      });
    },
  };
}

/** The web app: web/ in, dist/web/ out. `scripts/check-sizes.mjs` holds the result to its budget. */
export default defineConfig({
  root: 'web',
  plugins: [preact(), emojiData(), serviceWorker()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Keeps light-dark() and nesting as they are written: the polyfill fails silently where color-scheme is set by script.
    cssTarget: ['chrome123', 'safari17.5', 'firefox128'],
    // The CSP has no data: in script-src or font-src, and a small file that is cached beats one that is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      output: {
        codeSplitting: {
          groups: [
            // One file instead of nine: they are all needed at once, and what is compressed together is smaller.
            { name: 'app', tags: ['$initial'] },
            // Names of their own for what has a budget of its own.
            { name: 'pinyin', test: /pinyin-match/ },
            { name: 'emoji-base', test: /virtual:emoji\/base/ },
            { name: 'emoji-zh-CN', test: /virtual:emoji\/zh-CN/ },
            { name: 'emoji-en', test: /virtual:emoji\/en/ },
          ],
        },
      },
    },
  },
});
