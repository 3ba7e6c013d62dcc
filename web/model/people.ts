import type { ReadonlySignal } from '@preact/signals';
import type { Contacts, User } from '../../protocol/records';
import type { Problem, Result } from './result';

export interface PresenceState {
  readonly online: boolean;
  readonly lastSeenAt?: number;
}

export interface PeopleModel {
  /** Reads signals: components that call it draw again when the person is known better. Never empty; an id at worst. */
  nameOf(userId: string): string;
  user(userId: string): User | undefined;
  presence(userId: string): PresenceState | undefined;
  /** Names the people on screen, replacing the earlier list. At most 50 count. */
  watch(userIds: readonly string[]): void;
  readonly contacts: ReadonlySignal<Contacts>;
  /** False until the contacts are known: who is none may still be one. */
  readonly contactsLoaded: ReadonlySignal<boolean>;
  /** Asks for them, where they did not come by themselves. */
  loadContacts(): Promise<Result<unknown>>;
  search(text: string): Promise<Result<readonly User[]>>;
  /** Everyone, where the operator allows it; else an empty list. */
  directory(): Promise<Result<readonly User[]>>;
  /** Asks for the person when they are not at hand. */
  load(userId: string): Promise<Result<User>>;
  request(userId: string, note?: string): Promise<Problem | null>;
  accept(userId: string): Promise<Problem | null>;
  /** Removes a contact, or declines or withdraws a request. */
  remove(userId: string): Promise<Problem | null>;
  setAlias(userId: string, alias: string | null): Promise<Problem | null>;
  block(userId: string): Promise<Problem | null>;
  unblock(userId: string): Promise<Problem | null>;
}
