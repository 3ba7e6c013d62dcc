/**
 * A value that comes this long after the previous one is sent at once, milliseconds: an ordinary chat has no delays and keeps no object
 * awake.
 */
const QUIET_MS = 300;
/** How long a value that comes sooner is held for newer values, milliseconds. */
const HOLD_MS = 1000;
/** The most remembered keys; the oldest are dropped first. */
const KEYS_MAX = 200;

interface KeyState<T> {
  at: number;
  held: T | undefined;
}

export interface ThrottleDeps<T> {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly send: (value: T) => void;
  /** Returns the value to keep. `later` arrived later, which does not make it the newer fact. */
  readonly newer: (earlier: T, later: T) => T;
}

/** Sends the newest of values that replace each other: at once when it is quiet, once a second when they keep coming. */
export class Throttle<T> {
  private readonly states = new Map<string, KeyState<T>>();

  constructor(private readonly deps: ThrottleDeps<T>) {}

  add(key: string, value: T): void {
    const now = this.deps.now();
    const state = this.states.get(key);
    if (state?.held !== undefined) {
      state.held = this.deps.newer(state.held, value);
      return;
    }
    this.states.delete(key);
    if (!state || Math.abs(now - state.at) >= QUIET_MS) {
      this.remember(key, { at: now, held: undefined });
      this.deps.send(value);
      return;
    }
    const holding: KeyState<T> = { at: now, held: value };
    this.remember(key, holding);
    // `sleep` never rejects.
    void this.deps.sleep(HOLD_MS).then(() => this.release(holding));
  }

  private release(state: KeyState<T>): void {
    const { held } = state;
    state.held = undefined;
    state.at = this.deps.now();
    if (held !== undefined) this.deps.send(held);
  }

  private remember(key: string, state: KeyState<T>): void {
    this.states.set(key, state);
    for (const [oldest, oldestState] of this.states) {
      if (this.states.size <= KEYS_MAX) return;
      if (oldestState.held === undefined) this.states.delete(oldest);
    }
  }
}
