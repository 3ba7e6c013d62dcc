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

const NOBODY: Contacts = { contacts: [], requests: [], blocked: [] };
/** Unknown people that are asked for together are asked once, after this, milliseconds. */
const GATHER_MS = 20;
const SAVE_MS = 1000;

/** Where people are kept. Writes resolve to whether they were done. */
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

/** Who is who, for one user. Each person is a signal of their own, so that a new name redraws only who shows it. */
export class People {
  private readonly users = new Map<string, Signal<User | undefined>>();
  private readonly presences = new Map<string, Signal<PresenceState | undefined>>();
  readonly contacts = signal<Contacts>(NOBODY);
  readonly contactsLoaded = computed(() => this.contacts.value !== NOBODY);
  private readonly aliases: ReadonlySignal<ReadonlyMap<string, string>>;
  private readonly unsaved = new Map<string, User>();
  /** Whoever was asked for; the server may not know them. */
  private readonly asked = new Set<string>();
  private readonly unknown: RetryQueue<string>;
  private readonly saving: Alarm;
  private watching: readonly string[] = [];

  constructor(private readonly deps: PeopleDeps) {
    const { clock } = deps;
    this.saving = new Alarm(clock, () => this.save());
    this.unknown = new RetryQueue({ clock, gatherMs: GATHER_MS, max: IDS_PER_CALL_MAX, ask: (ids) => this.ask(ids) });
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
      search: async (text) => this.met(await api.search(text)),
      directory: async () => {
        const answer = await api.directory();
        if (answer.ok) this.know(answer.value);
        return answer;
      },
      load: (userId) => this.load(userId),
      request: (userId, note) => this.changed(api.requestContact(userId, note)),
      accept: (userId) => this.changed(api.acceptContact(userId)),
      remove: (userId) => this.changed(api.removeContact(userId)),
      setAlias: (userId, alias) => this.changed(api.setAlias(userId, alias)),
      block: (userId) => this.changed(api.block(userId)),
      unblock: (userId) => this.changed(api.unblock(userId)),
    };
  }

  /** Takes whole records of people, so that what they took away is gone; what is kept of them is written after a moment. */
  know(people: readonly User[]): void {
    this.take(people, (user) => user);
  }

  /** Takes names and colours, as summaries and lists of members carry them; the rest stays as it is known. */
  private glimpse(people: readonly User[]): void {
    this.take(people, (user, known) => ({ ...known, ...user }));
  }

  private take(people: readonly User[], merge: (user: User, known: User | undefined) => User): void {
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

  /** The people that a summary names. */
  meet(summary: ConversationSummary): void {
    const { peerId, title, hue, members = [] } = summary;
    this.meetMembers(members);
    if (peerId !== undefined && title !== '') this.glimpse([{ id: peerId, name: title, ...(hue !== undefined && { hue }) }]);
  }

  meetMembers(members: readonly Member[]): void {
    this.glimpse(
      members.flatMap(({ userId, name, hue }) => (name === undefined ? [] : [{ id: userId, name, ...(hue !== undefined && { hue }) }])),
    );
  }

  learnContacts(contacts: Contacts): void {
    this.showContacts(contacts);
    // With the names of now: offline these are all there are.
    void this.deps.store.saveContacts(contacts);
  }

  /** Contacts as they are kept: what is told meanwhile is newer. */
  recallContacts(kept: Contacts | undefined): void {
    if (kept !== undefined && !this.contactsLoaded.peek()) this.showContacts(kept);
  }

  private showContacts(contacts: Contacts): void {
    this.contacts.value = contacts;
    this.know([...contacts.contacts.map(({ user }) => user), ...contacts.requests.map(({ user }) => user), ...contacts.blocked]);
  }

  async loadContacts(): Promise<Result<Contacts>> {
    const answer = await this.deps.api.contacts();
    if (answer.ok) this.learnContacts(answer.value);
    return answer;
  }

  setPresence(userId: string, presence: PresenceState): void {
    this.presenceOf(userId).value = presence;
  }

  /** Tells a new connection whom it is about. */
  rewatch(): void {
    if (this.watching.length > 0) this.deps.send({ type: 'watch', userIds: [...this.watching] });
  }

  private user(userId: string): User | undefined {
    const user = this.signalOf(userId).value;
    if (!user) this.want(userId);
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

  private want(userId: string): void {
    if (userId === '' || this.asked.has(userId)) return;
    this.asked.add(userId);
    this.unknown.add(userId);
  }

  /** The link is back: whoever could not be asked for is asked for now. */
  retryNow(): void {
    this.unknown.retryNow();
  }

  /** Writes what is not kept yet. */
  flush(): void {
    this.saving.set(null);
    if (this.unsaved.size > 0) this.save();
  }

  dispose(): void {
    this.unknown.clear();
    this.saving.set(null);
  }

  /** Gives back those who are to be asked for again. */
  private async ask(ids: readonly string[]): Promise<readonly string[]> {
    const answer = await this.deps.api.users(ids);
    if (answer.ok) this.know(answer.value.users);
    return answer.ok || !isRetryable(answer.problem) ? [] : ids;
  }

  private async load(userId: string): Promise<Result<User>> {
    const answer = await this.deps.api.user(userId);
    if (!answer.ok) return answer;
    this.know([answer.value.user]);
    return { ok: true, value: answer.value.user };
  }

  private met(answer: Awaited<ReturnType<Api['search']>>): Result<readonly User[]> {
    if (!answer.ok) return answer;
    this.know(answer.value.users);
    return { ok: true, value: answer.value.users };
  }

  /** What changed arrives as a push too; where no socket stands, asking is the way to see it. */
  private async changed(call: Promise<Problem | null>): Promise<Problem | null> {
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
      // Written together with whoever comes next.
      if (!done) for (const user of people) if (!this.unsaved.has(user.id)) this.unsaved.set(user.id, user);
    });
  }
}
