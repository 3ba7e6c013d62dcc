import { effect, type ReadonlySignal } from '@preact/signals';
import { Alarm, type Clock } from '../platform/clock';
import type { KeptInbox, Store } from '../store/store';
import { emptyInbox, type Inbox, type InboxEntry } from './inbox';

const SAVE_MS = 300;

/** The inbox as it was kept; empty where nothing was. */
export function keptInbox(myId: string, kept: KeptInbox | undefined): Inbox {
  const empty = emptyInbox(myId);
  if (kept === undefined) return empty;
  const entries = new Map(kept.entries.map((entry) => [entry.summary.id, entry]));
  return { ...empty, epoch: kept.epoch, cursor: kept.cursor, entries };
}

/** Keeps the inbox in the store: what changed, with the cursor it belongs to. */
export class InboxKeeper {
  private saved: ReadonlyMap<string, InboxEntry> = new Map();
  private readonly alarm: Alarm;
  private readonly stop: () => void;
  private disposed = false;

  constructor(
    clock: Clock,
    private readonly inbox: ReadonlySignal<Inbox>,
    private readonly store: Store,
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
    this.saved = entries;
    void this.store.saveInbox({ epoch, cursor }, changed, gone);
  }

  /** `save`: writes what is not kept yet. */
  dispose(save: boolean): void {
    this.stop();
    this.alarm.set(null);
    if (save) this.save();
    this.disposed = true;
  }
}
