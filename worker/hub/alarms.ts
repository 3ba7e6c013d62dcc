/** The object's one alarm, as the platform offers it. */
export interface AlarmStorage {
  getAlarm(): Promise<number | null>;
  setAlarm(at: number): Promise<void>;
}

/** An alarm this long overdue did not fire and will not: it is set again. Milliseconds. */
const OVERDUE_MS = 60_000;

/**
 * One alarm for everything that is due. Setting it is a billed row, so it is set only when none stands or the new time is
 * earlier; when it fires too early for what is left, it is set again.
 */
export class Alarm {
  /** When it stands, epoch ms; null: it does not; undefined: not asked since the object woke. */
  private at: number | null | undefined;

  constructor(private readonly storage: AlarmStorage) {}

  /** Whether it is known to wake the object at `dueAt` or before. */
  isSetFor(dueAt: number, now: number): boolean {
    return this.at !== null && this.at !== undefined && this.at > now - OVERDUE_MS && this.at <= dueAt;
  }

  /** Makes sure that the object wakes at `dueAt` or before. */
  async ensure(dueAt: number, now: number): Promise<void> {
    if (this.at === undefined) this.at = await this.storage.getAlarm();
    if (this.isSetFor(dueAt, now)) return;
    this.at = dueAt;
    try {
      await this.storage.setAlarm(dueAt);
    } catch (error) {
      // Nobody knows what stands: the next event asks.
      this.at = undefined;
      throw error;
    }
  }

  /** To be called when it fires: from then on none stands. */
  fired(): void {
    this.at = null;
  }
}
