/** The shortest time between two batches of presence on one connection, milliseconds. */
const INTERVAL_MS = 1000;

export interface PresenceNewsDeps {
  readonly now: () => number;
  /** Whether the connection watches the user. */
  readonly shows: (userId: string) => boolean;
  readonly send: (json: string) => void;
}

/**
 * Sends presence to one connection: at once after a quiet second, else once a second, and only the newest state of each user. A timer
 * keeps the object awake only while something is held back, for a second at most.
 */
export class PresenceNews {
  /** The newest unsent frame of each user. */
  private readonly held = new Map<string, string>();
  /** Users whose answer is expected and of whom no newer frame has arrived. */
  private awaiting = new Set<string>();
  private sentAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deps: PresenceNewsDeps) {}

  /** Adds a frame of a user who came online or went offline. */
  add(userId: string, json: string): void {
    const { now, shows } = this.deps;
    if (!shows(userId)) return;
    this.awaiting.delete(userId);
    this.held.set(userId, json);
    if (this.timer !== undefined) return;
    const leftMs = this.sentAt + INTERVAL_MS - now();
    // More than the interval means that the clock stepped back.
    if (leftMs <= 0 || leftMs > INTERVAL_MS) this.flush();
    else this.timer = setTimeout(() => this.flush(), leftMs);
  }

  /** Expects one `answer` for each of these users. */
  expectAnswers(userIds: readonly string[]): void {
    this.awaiting = new Set(userIds);
  }

  /** Sends the presence of a user after a `watch`. It replaces a frame from before the question and yields to a later one. */
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
