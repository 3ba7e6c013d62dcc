import type { ReadonlySignal } from '@preact/signals';
import type { Contacts, User } from '../../protocol/records';
import type { Problem, Result } from './result';

export interface PresenceState {
  readonly online: boolean;
  readonly lastSeenAt?: number;
}

export interface PeopleModel {
  /** The name to show: alias, name, or the id while neither is known. Never empty. Reads signals, so components redraw on changes. */
  nameOf(userId: string): string;
  user(userId: string): User | undefined;
  presence(userId: string): PresenceState | undefined;
  /** Sets the users on screen, whose presence is watched. Replaces the earlier list; the first 50 count. */
  watch(userIds: readonly string[]): void;
  readonly contacts: ReadonlySignal<Contacts>;
  /** False until the contacts are loaded; until then nobody is known not to be a contact. */
  readonly contactsLoaded: ReadonlySignal<boolean>;
  /** Loads the contacts from the server. */
  loadContacts(): Promise<Result<unknown>>;
  search(text: string): Promise<Result<readonly User[]>>;
  /** All users if the operator allows it; otherwise an empty list. */
  directory(): Promise<Result<readonly User[]>>;
  /** Loads a user from the server. */
  load(userId: string): Promise<Result<User>>;
  request(userId: string, note?: string): Promise<Problem | null>;
  accept(userId: string): Promise<Problem | null>;
  /** Removes a contact, or declines or withdraws a request. */
  remove(userId: string): Promise<Problem | null>;
  setAlias(userId: string, alias: string | null): Promise<Problem | null>;
  block(userId: string): Promise<Problem | null>;
  unblock(userId: string): Promise<Problem | null>;
}
