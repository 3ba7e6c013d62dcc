import { type ReadonlySignal, signal } from '@preact/signals';
import { Self } from '../../protocol/records';
import type { Api } from '../api/api';
import type { Problem, Result } from '../model/result';
import type { SessionModel, SessionState } from '../model/session';
import { browserValue, type Keep, type Kept } from '../platform/keep';

const SELF_KEY = 'magpie.self';

export interface SessionDeps {
  readonly api: Api;
  readonly keep: Keep;
  /** Opens the account of a user who signed in. */
  readonly onOpen: (self: Self) => Promise<void>;
  /** Closes the account. `outbox`: deletes unsent items too. */
  readonly onClose: (self: Self, outbox: boolean) => Promise<void>;
}

/** The session. It shows the user of the last visit at once and checks the session in the background. */
export class SessionRunner {
  private readonly shown = signal<SessionState>({ state: 'unknown' });

  private readonly kept: Kept<Self>;

  constructor(private readonly deps: SessionDeps) {
    this.kept = browserValue(SELF_KEY, Self, deps.keep);
  }

  get state(): ReadonlySignal<SessionState> {
    return this.shown;
  }

  async start(): Promise<void> {
    const kept = this.kept.read();
    if (kept) await this.open(kept);
    await this.check(kept);
  }

  /** Loads the session and opens its account. `shown`: the user shown as signed in. */
  async check(shown: Self | undefined = this.self() ?? undefined): Promise<void> {
    const answer = await this.deps.api.session();
    if (answer.ok) return shown?.id === answer.value.user.id ? this.update(answer.value.user) : this.open(answer.value.user);
    if (answer.problem === 'unauthenticated') await this.end(shown !== undefined);
    else if (!shown) this.shown.value = { state: 'signedOut', ended: false };
  }

  model(changePassword: SessionModel['changePassword']): SessionModel {
    const { api } = this.deps;
    return {
      state: this.shown,
      signIn: (email, password) => this.enter(api.signIn(email, password)),
      signUp: (email, password, name) => this.enter(api.signUp(email, password, name)),
      signOut: () => this.signOut(),
      changePassword,
      updateProfile: (profile) => this.patch(api.updateMe(profile)),
      updateSettings: (settings) => this.patch(api.updateMe({ settings })),
    };
  }

  /** Updates the profile of the signed-in user. */
  update(self: Self): void {
    this.kept.write(self);
    if (this.shown.peek().state === 'signedIn') this.shown.value = { state: 'signedIn', self };
  }

  /** Ends a session that expired or was ended elsewhere. Unsent items stay for the next sign-in. */
  async end(ended: boolean): Promise<void> {
    const self = this.self();
    this.kept.write(null);
    this.shown.value = { state: 'signedOut', ended };
    if (self) await this.deps.onClose(self, false);
  }

  private self(): Self | null {
    const state = this.shown.peek();
    return state.state === 'signedIn' ? state.self : null;
  }

  private async enter(call: Promise<Result<{ readonly user: Self }>>): Promise<Problem | null> {
    const answer = await call;
    if (!answer.ok) return answer.problem;
    // Signed in, and yet not: the browser did not keep the cookie. Any other failure says nothing about cookies.
    const session = await this.deps.api.session();
    if (!session.ok && session.problem === 'unauthenticated') return 'cookies_refused';
    await this.open(answer.value.user);
    return null;
  }

  private async open(self: Self): Promise<void> {
    const before = this.self();
    if (before && before.id !== self.id) await this.deps.onClose(before, true);
    this.kept.write(self);
    await this.deps.onOpen(self);
    this.shown.value = { state: 'signedIn', self };
  }

  private async patch(call: Promise<Result<{ readonly user: Self }>>): Promise<Problem | null> {
    const answer = await call;
    if (!answer.ok) return answer.problem;
    this.update(answer.value.user);
    return null;
  }

  private async signOut(): Promise<Problem | null> {
    const self = this.self();
    const problem = await this.deps.api.signOut();
    // The session has already ended, which is the goal.
    if (problem !== null && problem !== 'unauthenticated') return problem;
    this.kept.write(null);
    this.shown.value = { state: 'signedOut', ended: false };
    if (self) await this.deps.onClose(self, true);
    return null;
  }
}
