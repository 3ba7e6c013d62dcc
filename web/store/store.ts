import type { DraftStore, InboxStore } from '../inbox/stored';
import type { OutboxStore } from '../outbox/runner';
import type { PeopleStore } from '../people/people';
import type { LogStore } from '../timeline/stored-log';

/**
 * The browser storage of one user. Everything but the outbox is a copy of server data. A write resolves to whether it succeeded and
 * never rejects; the caller keeps what could not be written.
 */
export interface Store extends InboxStore, DraftStore, LogStore, PeopleStore {
  /** False: memory only, lost when the tab closes. */
  readonly lasting: boolean;
  readonly outbox: OutboxStore;
  /** Deletes everything, the outbox only if `outbox` is true. */
  wipe(outbox: boolean): Promise<boolean>;
  close(): void;
}
