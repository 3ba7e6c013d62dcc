/** Changes when a client of the version before cannot talk to a server of this one; a page with another one is told to reload (4004). */
export const PROTOCOL_VERSION = 1;

/**
 * Fingerprint of everything in `protocol/` that travels: it also changes when something is added. Builds with different fingerprints
 * read the same frame differently, so they share neither a link nor what they keep. `tests/unit/wire.test.ts` says what it has to be (GROW-3).
 */
export const WIRE = 'f38811dc';
