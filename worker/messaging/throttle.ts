/** What comes this long after the last is told at once, milliseconds: people who talk are never kept waiting, nor is their object kept awake. */
const QUIET_MS = 300;
/** How long what comes sooner is held back for more of its kind, milliseconds. */
const HOLD_MS = 1000;
/** Conversations remembered; the oldest go first. */
const KEPT_MAX = 200;

interface Kept<T> {
  at: number;
  held: T | undefined;
}

export interface FoldingDeps<T> {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly tell: (value: T) => void;
  /** Which of two is told where only one is; the later one came later, which does not make it the newer fact. */
  readonly newer: (earlier: T, later: T) => T;
}

/** Tells the newest of things that replace each other: at once when it is quiet, once a second when they keep coming. */
export class Throttle<T> {
  private readonly kept = new Map<string, Kept<T>>();

  constructor(private readonly deps: FoldingDeps<T>) {}

  tell(key: string, value: T): void {
    const now = this.deps.now();
    const kept = this.kept.get(key);
    if (kept?.held !== undefined) {
      kept.held = this.deps.newer(kept.held, value);
      return;
    }
    this.kept.delete(key);
    if (!kept || Math.abs(now - kept.at) >= QUIET_MS) {
      this.keep(key, { at: now, held: undefined });
      this.deps.tell(value);
      return;
    }
    const held: Kept<T> = { at: now, held: value };
    this.keep(key, held);
    // A timer that only rings.
    void this.deps.sleep(HOLD_MS).then(() => this.release(held));
  }

  private release(kept: Kept<T>): void {
    const { held } = kept;
    kept.held = undefined;
    kept.at = this.deps.now();
    if (held !== undefined) this.deps.tell(held);
  }

  private keep(key: string, kept: Kept<T>): void {
    this.kept.set(key, kept);
    for (const [oldest, one] of this.kept) {
      if (this.kept.size <= KEPT_MAX) return;
      if (one.held === undefined) this.kept.delete(oldest);
    }
  }
}
