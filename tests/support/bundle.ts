import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..', '..');

/**
 * Bundles a Worker like `wrangler deploy` (or `wrangler deploy --minify`) and returns the file's path. `entry` is relative to the root of
 * the repository.
 */
export async function bundleWorker(entry: string, { minify = false } = {}): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'magpie-bundle-')), 'worker.mjs');
  await build({
    entryPoints: [join(ROOT, entry)],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    minify,
    sourcemap: minify ? false : 'inline',
    logLevel: 'warning',
  });
  return outfile;
}
