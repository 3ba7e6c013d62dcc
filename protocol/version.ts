/**
 * Raised when clients of the previous version cannot talk to this server. The hub closes a page with another version with 4004, and it
 * reloads.
 */
export const PROTOCOL_VERSION = 1;

/**
 * Fingerprint of the schemas in `protocol/`; an addition changes it too. Builds with different fingerprints read the same frame
 * differently, so they share neither a link nor a cache. `tests/unit/wire.test.ts` computes it (GROW-3).
 */
export const WIRE = 'f38811dc';
