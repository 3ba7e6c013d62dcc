import type { TestProject } from 'vitest/node';
import { type Magpie, startMagpie } from './magpie.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the Magpie of this run answers. Tests share it: each makes the accounts and conversations that it needs. */
    magpieUrl: string;
  }
}

/** No test of this project is about the allowance of a sender. */
const NO_LIMITS = { SEND_RATE_PER_S: '1000', SEND_BURST: '2000' };

let magpie: Magpie | undefined;

export async function setup(project: TestProject): Promise<void> {
  magpie = await startMagpie(NO_LIMITS);
  project.provide('magpieUrl', magpie.url);
}

export async function teardown(): Promise<void> {
  await magpie?.stop();
}
