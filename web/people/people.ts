import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { IDS_PER_CALL_MAX, WATCH_MAX } from '../../protocol/limits';
import type { Contacts, ConversationSummary, Member, User } from '../../protocol/records';
import type { Up } from '../../protocol/up';
import type { Api } from '../api/api';
import type { PeopleModel, PresenceState } from '../model/people';
import { isRetryable, type Problem, type Result } from '../model/result';
import { Alarm, type Clock } from '../platform/clock';
import { RetryQueue } from '../platform/retry-queue';
import { plainName } from './plain-name';

const NO_CONTACTS: Contacts = { contacts: [], requests: [], blocked: [] };
/** Unknown users requested within this time share one request, milliseconds. */
const BATCH_MS = 20;
const SAVE_MS = 1000;

/** Storage of users and contacts. A write resolves to whether it succeeded. */
export interface PeopleStore {
  loadPeople(): Promise<readonly User[]>;
  savePeople(people: readonly User[]): Promise<boolean>;
  loadContacts(): Promise<Contacts | undefined>;
  saveContacts(contacts: Contacts): Promise<boolean>;
}

export interface PeopleDeps {
  readonly clock: Clock;
  readonly api: Api;
  readonly send: (frame: Up) => boolean;
  readonly store: Pick<PeopleStore, 'savePeople' | 'saveContacts'>;
}

/** Users, contacts and presence as the signed-in user sees them. Each user has a signal, so that a new name redraws only what shows it. */
export class People {
  private readonly users = new Map<string, Signal<User | undefined>>();
  private readonly presences = new Map<string, Signal<PresenceState | undefined>>();
  readonly contacts = signal<Contacts>(NO_CONTACTS);
  readonly contactsLoaded = computed(() => this.contacts.value !== NO_CONTACTS);
  private readonly aliases: ReadonlySignal<ReadonlyMap<string, string>>;
  private readonly unsaved = new Map<string, User>();
  /** Users requested once already; the server may not know them. */
  private readonly requested = new Set<string>();
  private readonly userQueue: RetryQueue<string>;
  private readonly saving: Alarm;
  private watching: readonly string[] = [];

  constructor(private readonly deps: PeopleDeps) {
    const { clock } = deps;
    this.saving = new Alarm(clock, () => this.save());
    this.userQueue = new RetryQueue({ clock, batchMs: BATCH_MS, max: IDS_PER_CALL_MAX, fetch: (ids) => this.fetchUsers(ids) });
    this.aliases = computed(
      () => new Map(this.contacts.value.contacts.flatMap(({ user, alias }) => (alias ? [[user.id, alias] as const] : []))),
    );
  }

  model(): PeopleModel {
    const { api } = this.deps;
    return {
      nameOf: (userId) => plainName(this.aliases.value.get(userId) ?? this.user(userId)?.name ?? userId),
      user: (userId) => this.user(userId),
      presence: (userId) => this.presenceOf(userId).value,
      watch: (userIds) => this.watch(userIds),
      contacts: this.contacts,
      contactsLoaded: this.contactsLoaded,
      loadContacts: () => this.loadContacts(),
      search: async (text) => this.added(await api.search(text)),
      directory: async () => {
        const answer = await api.directory();
        if (answer.ok) this.replaceUsers(answer.value);
        return answer;
      },
      load: (userId) => this.load(userId),
      request: (userId, note) => this.thenReload(api.requestContact(userId, note)),
      accept: (userId) => this.thenReload(api.acceptContact(userId)),
      remove: (userId) => this.thenReload(api.removeContact(userId)),
      setAlias: (userId, alias) => this.thenReload(api.setAlias(userId, alias)),
      block: (userId) => this.thenReload(api.block(userId)),
      unblock: (userId) => this.thenReload(api.unblock(userId)),
    };
  }

  /** Replaces users by complete records, so that removed fields disappear. Saves them after a moment. */
  replaceUsers(people: readonly User[]): void {
    this.apply(people, (user) => user);
  }

  /** Merges partial records, as summaries and member lists carry them; other fields stay. */
  private mergeUsers(people: readonly User[]): void {
    this.apply(people, (user, known) => ({ ...known, ...user }));
  }

  private apply(people: readonly User[], merge: (user: User, known: User | undefined) => User): void {
    batch(() => {
      for (const user of people) {
        const known = this.signalOf(user.id);
        const merged = merge(user, known.peek());
        if (JSON.stringify(known.peek()) === JSON.stringify(merged)) continue;
        known.value = merged;
        this.unsaved.set(user.id, merged);
        this.saving.ensure(this.deps.clock.now() + SAVE_MS);
      }
    });
  }

  /** Adds the users that a summary names. */
  addFromSummary(summary: ConversationSummary): void {
    const { peerId, title, hue, members = [] } = summary;
    this.addMembers(members);
    if (peerId !== undefined && title !== '') this.mergeUsers([{ id: peerId, name: title, ...(hue !== undefined && { hue }) }]);
  }

  addMembers(members: readonly Member[]): void {
    this.mergeUsers(
      members.flatMap(({ userId, name, hue }) => (name === undefined ? [] : [{ id: userId, name, ...(hue !== undefined && { hue }) }])),
    );
  }

  updateContacts(contacts: Contacts): void {
    this.setContacts(contacts);
    // The stored names are the only ones offline.
    void this.deps.store.saveContacts(contacts);
  }

  /** Shows stored contacts, unless newer ones have already arrived. */
  restoreContacts(stored: Contacts | undefined): void {
    if (stored !== undefined && !this.contactsLoaded.peek()) this.setContacts(stored);
  }

  private setContacts(contacts: Contacts): void {
    this.contacts.value = contacts;
    this.replaceUsers([...contacts.contacts.map(({ user }) => user), ...contacts.requests.map(({ user }) => user), ...contacts.blocked]);
  }

  async loadContacts(): Promise<Result<Contacts>> {
    const answer = await this.deps.api.contacts();
    if (answer.ok) this.updateContacts(answer.value);
    return answer;
  }

  setPresence(userId: string, presence: PresenceState): void {
    this.presenceOf(userId).value = presence;
  }

  /** Repeats the watched users on a new connection. */
  resendWatch(): void {
    if (this.watching.length > 0) this.deps.send({ type: 'watch', userIds: [...this.watching] });
  }

  private user(userId: string): User | undefined {
    const user = this.signalOf(userId).value;
    if (!user) this.requestUser(userId);
    return user;
  }

  private signalOf(userId: string): Signal<User | undefined> {
    let known = this.users.get(userId);
    if (!known) {
      known = signal(undefined);
      this.users.set(userId, known);
    }
    return known;
  }

  private presenceOf(userId: string): Signal<PresenceState | undefined> {
    let known = this.presences.get(userId);
    if (!known) {
      known = signal(undefined);
      this.presences.set(userId, known);
    }
    return known;
  }

  private requestUser(userId: string): void {
    if (userId === '' || this.requested.has(userId)) return;
    this.requested.add(userId);
    this.userQueue.add(userId);
  }

  /** Retries failed user requests now, because the link is back. */
  retryNow(): void {
    this.userQueue.retryNow();
  }

  /** Saves unsaved users now. */
  savePending(): void {
    this.saving.set(null);
    if (this.unsaved.size > 0) this.save();
  }

  dispose(): void {
    this.userQueue.clear();
    this.saving.set(null);
  }

  /** Returns the ids to retry. */
  private async fetchUsers(ids: readonly string[]): Promise<readonly string[]> {
    const answer = await this.deps.api.users(ids);
    if (answer.ok) this.replaceUsers(answer.value.users);
    return answer.ok || !isRetryable(answer.problem) ? [] : ids;
  }

  private async load(userId: string): Promise<Result<User>> {
    const answer = await this.deps.api.user(userId);
    if (!answer.ok) return answer;
    this.replaceUsers([answer.value.user]);
    return { ok: true, value: answer.value.user };
  }

  private added(answer: Awaited<ReturnType<Api['search']>>): Result<readonly User[]> {
    if (!answer.ok) return answer;
    this.replaceUsers(answer.value.users);
    return { ok: true, value: answer.value.users };
  }

  /** Reloads the contacts after a change: without a socket no push brings it. */
  private async thenReload(call: Promise<Problem | null>): Promise<Problem | null> {
    const problem = await call;
    if (problem === null) await this.loadContacts();
    return problem;
  }

  private watch(userIds: readonly string[]): void {
    const next = [...new Set(userIds)].slice(0, WATCH_MAX);
    if (next.length === this.watching.length && next.every((id, i) => id === this.watching[i])) return;
    this.watching = next;
    this.deps.send({ type: 'watch', userIds: next });
  }

  private save(): void {
    const people = [...this.unsaved.values()];
    this.unsaved.clear();
    void this.deps.store.savePeople(people).then((done) => {
      // Retried with the next save.
      if (!done) for (const user of people) if (!this.unsaved.has(user.id)) this.unsaved.set(user.id, user);
    });
  }
}
