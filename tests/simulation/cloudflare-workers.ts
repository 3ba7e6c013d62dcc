// What `cloudflare:workers` offers, for a run without the platform: the simulation brings contexts and environments of its own.

export class DurableObject<Env> {
  constructor(
    readonly ctx: unknown,
    readonly env: Env,
  ) {}
}

export class WorkerEntrypoint<Env> {
  constructor(
    readonly ctx: unknown,
    readonly env: Env,
  ) {}
}

/** Entrypoints of one's own Worker: audiences are small here, and nobody is handed any. */
export const exports = {};
