import type { DraftStore, InboxStore } from '../inbox/stored';
import type { OutboxStore } from '../outbox/runner';
import type { PeopleStore } from '../people/people';
import type { LogStore } from '../timeline/stored-log';

/**
 * What this browser keeps for one user. Everything but the outbox is a copy of what the server has. Writes resolve to whether they
 * were done, and never reject: the caller keeps what could not be written.
 */
export interface Store extends InboxStore, DraftStore, LogStore, PeopleStore {
  /** False: memory only, lost with the tab. */
  readonly lasting: boolean;
  readonly outbox: OutboxStore;
  /** Deletes everything; the outbox only if `outbox` is true. */
  wipe(outbox: boolean): Promise<boolean>;
  close(): void;
}
