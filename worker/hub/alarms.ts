/** The platform's storage of the object's one alarm. */
export interface AlarmStorage {
  getAlarm(): Promise<number | null>;
  setAlarm(at: number): Promise<void>;
}

/** An alarm this long overdue is lost and is set again. Milliseconds. */
const OVERDUE_MS = 60_000;

/**
 * One alarm for everything that is due. Setting it is a billed row, so it is set only if no alarm is set or the new time is earlier. An
 * alarm that fires too early is set again for what is left.
 */
export class Alarm {
  /** When the alarm fires, epoch ms; null: not set; undefined: not read since the object woke. */
  private at: number | null | undefined;

  constructor(private readonly storage: AlarmStorage) {}

  /** Whether the object is known to wake at `dueAt` (epoch ms) or earlier. */
  isSetFor(dueAt: number, now: number): boolean {
    return this.at !== null && this.at !== undefined && this.at > now - OVERDUE_MS && this.at <= dueAt;
  }

  /** Makes sure that the object wakes at `dueAt` (epoch ms) or earlier. Rejects if storage does. */
  async ensure(dueAt: number, now: number): Promise<void> {
    if (this.at === undefined) this.at = await this.storage.getAlarm();
    if (this.isSetFor(dueAt, now)) return;
    this.at = dueAt;
    try {
      await this.storage.setAlarm(dueAt);
    } catch (error) {
      // The state of the alarm is unknown now: the next event reads it.
      this.at = undefined;
      throw error;
    }
  }

  /** Must be called when the alarm fires; no alarm is set from then on. */
  fired(): void {
    this.at = null;
  }
}
