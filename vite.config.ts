import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** The web app: web/ in, dist/web/ out. `scripts/check-sizes.mjs` holds the result to its budget. */
export default defineConfig({
  root: 'web',
  plugins: [preact()],
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
  },
});
