import { fork } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { LoadResult, LoadSpec } from './spec.ts';

let bundle: Promise<string> | undefined;

/** The generator speaks with the app's own code, which is written for a bundler. */
async function bundleGenerator(): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'magpie-load-')), 'main.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2024',
    // What `ws` would use if it were there.
    external: ['bufferutil', 'utf-8-validate'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  return outfile;
}

/** Runs one workload in a process of its own. Rejects when the generator fails. */
export async function generate(spec: LoadSpec): Promise<LoadResult> {
  bundle ??= bundleGenerator();
  const script = await bundle;
  return new Promise((resolve, reject) => {
    const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('message', (reply: { ok: true; result: LoadResult } | { ok: false; error: string }) => {
      if (reply.ok) resolve(reply.result);
      else reject(new Error(reply.error));
    });
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
    child.send(spec);
  });
}
