import { effect, type ReadonlySignal } from '@preact/signals';
import { Alarm, type Clock } from '../platform/clock';
import { emptyInbox, type Inbox, type InboxEntry } from './inbox';
import type { InboxStore, StoredInbox } from './stored';

const SAVE_MS = 300;
/** The delay before a failed write is retried doubles from `SAVE_MS` up to this, milliseconds. */
const RETRY_MAX_MS = 60_000;

/** The inbox from storage; empty when nothing is stored. */
export function restoreInbox(myId: string, stored: StoredInbox | undefined): Inbox {
  const empty = emptyInbox(myId);
  if (stored === undefined) return empty;
  const entries = new Map(stored.entries.map((entry) => [entry.summary.id, entry]));
  return { ...empty, epoch: stored.epoch, cursor: stored.cursor, entries };
}

/** Saves changed entries of the inbox together with their cursor. */
export class InboxSaver {
  /** The entries of the last confirmed write; entries that differ are still unsaved. */
  private saved: ReadonlyMap<string, InboxEntry>;
  private lastWrite = 0;
  private savedBy = 0;
  private failures = 0;
  private readonly alarm: Alarm;
  private readonly stop: () => void;
  private disposed = false;

  constructor(
    private readonly clock: Clock,
    private readonly inbox: ReadonlySignal<Inbox>,
    private readonly store: Pick<InboxStore, 'saveInbox'>,
  ) {
    this.saved = inbox.peek().entries;
    this.alarm = new Alarm(clock, () => this.save());
    this.stop = effect(() => {
      if (inbox.value.entries !== this.saved) this.alarm.ensure(clock.now() + SAVE_MS);
    });
  }

  save(): void {
    const { epoch, cursor, entries } = this.inbox.peek();
    if (this.disposed || epoch === undefined || cursor === undefined) return;
    const changed = [...entries.values()].filter((entry) => this.saved.get(entry.summary.id) !== entry);
    const gone = [...this.saved.keys()].filter((id) => !entries.has(id));
    const write = ++this.lastWrite;
    void this.store.saveInbox({ epoch, cursor }, changed, gone).then((done) => this.onWritten(done, write, entries));
  }

  private onWritten(done: boolean, write: number, entries: ReadonlyMap<string, InboxEntry>): void {
    if (done) {
      this.failures = 0;
      if (write > this.savedBy) {
        this.savedBy = write;
        this.saved = entries;
      }
    } else if (!this.disposed) {
      this.alarm.ensure(this.clock.now() + Math.min(RETRY_MAX_MS, SAVE_MS * 2 ** ++this.failures));
    }
  }

  /** `save`: writes unsaved entries first. */
  dispose(save: boolean): void {
    this.stop();
    this.alarm.set(null);
    if (save) this.save();
    this.disposed = true;
  }
}
