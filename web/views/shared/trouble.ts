import { signal } from '@preact/signals';
import { type Key, t } from '../../i18n/i18n';

/** Why nothing is sent or received; `restored` shows briefly after any of the others. */
export type Trouble = 'connecting' | 'syncing' | 'noNetwork' | 'noServer' | 'blocked' | 'outdated' | 'refused' | 'restored';

/** The connection trouble that every pane shows; null: none. `ConnectionWatch` sets it. */
export const trouble = signal<Trouble | null>(null);

const TEXTS: Readonly<Record<Trouble, Key>> = {
  connecting: 'connection.connecting',
  syncing: 'connection.syncing',
  noNetwork: 'connection.noNetwork',
  noServer: 'connection.noServer',
  blocked: 'connection.blocked',
  outdated: 'error.upgrade_required',
  refused: 'error.bad_frame',
  restored: 'connection.online',
};

export const troubleText = (what: Trouble): string => t(TEXTS[what]);

/** Whether a person can start the next attempt early. */
export const canRetry = (what: Trouble | null): boolean => what === 'noNetwork' || what === 'noServer' || what === 'blocked';
