import type { ReadonlySignal } from '@preact/signals';
import type { Self, Session, Settings } from '../../protocol/records';
import type { Problem, Result } from './result';

export type SessionState =
  | { readonly state: 'unknown' }
  /** `ended`: the session expired or was ended elsewhere; the user did not sign out here. */
  | { readonly state: 'signedOut'; readonly ended: boolean }
  | { readonly state: 'signedIn'; readonly self: Self };

export interface SessionModel {
  readonly state: ReadonlySignal<SessionState>;
  /** Null: success. */
  signIn(email: string, password: string): Promise<Problem | null>;
  signUp(email: string, password: string, name: string): Promise<Problem | null>;
  /** Ends the session and deletes its data in this browser. */
  signOut(): Promise<Problem | null>;
  changePassword(current: string, next: string): Promise<Problem | null>;
  updateProfile(profile: { readonly name?: string; readonly about?: string; readonly hue?: number | null }): Promise<Problem | null>;
  updateSettings(settings: Settings): Promise<Problem | null>;
}

export interface DevicesModel {
  list(): Promise<Result<readonly Session[]>>;
  end(sessionId: string): Promise<Problem | null>;
}
