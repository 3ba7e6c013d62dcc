/** How often a connection hears of comings and goings, milliseconds. */
const INTERVAL_MS = 1000;

export interface PresenceNewsDeps {
  readonly now: () => number;
  /** Whether the connection shows the person. */
  readonly shows: (userId: string) => boolean;
  readonly send: (json: string) => void;
}

/**
 * What one connection hears of the people it shows: at once after a quiet second, else once a second, of each person the newest
 * alone. Only while something is held back does a timer keep the object awake, for a second at most.
 */
export class PresenceNews {
  /** The newest frame of each person that is still to be sent. */
  private readonly held = new Map<string, string>();
  /** People asked after, of whom nothing newer than the answer was heard meanwhile. */
  private awaiting = new Set<string>();
  private sentAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: PresenceNewsDeps) {}

  /** Somebody came or went. */
  add(userId: string, json: string): void {
    const { now, shows } = this.deps;
    if (!shows(userId)) return;
    this.awaiting.delete(userId);
    this.held.set(userId, json);
    if (this.timer !== undefined) return;
    const leftMs = this.sentAt + INTERVAL_MS - now();
    // More than the interval: the clock stepped back.
    if (leftMs <= 0 || leftMs > INTERVAL_MS) this.flush();
    else this.timer = setTimeout(() => this.flush(), leftMs);
  }

  /** The connection asks after these people: each gets one `answer`. */
  expectAnswers(userIds: readonly string[]): void {
    this.awaiting = new Set(userIds);
  }

  /** How it stands with somebody asked after. What was heard of them meanwhile is newer, and what was heard before is not. */
  answer(userId: string, json: string): void {
    if (!this.awaiting.delete(userId) || !this.deps.shows(userId)) return;
    this.held.delete(userId);
    this.deps.send(json);
  }

  private flush(): void {
    this.timer = undefined;
    this.sentAt = this.deps.now();
    const held = [...this.held];
    this.held.clear();
    for (const [userId, json] of held) if (this.deps.shows(userId)) this.deps.send(json);
  }
}
