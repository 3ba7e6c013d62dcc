import { signal } from '@preact/signals';
import { type Key, t } from '../../i18n/i18n';

/** Why nothing comes or goes; `restored` is said for a moment after any of the others. */
export type Trouble = 'connecting' | 'syncing' | 'noNetwork' | 'noServer' | 'outdated' | 'refused' | 'restored';

/** What every pane says of the connection; null: nothing. `ConnectionWatch` sets it. */
export const trouble = signal<Trouble | null>(null);

const TEXTS: Readonly<Record<Trouble, Key>> = {
  connecting: 'connection.connecting',
  syncing: 'connection.syncing',
  noNetwork: 'connection.noNetwork',
  noServer: 'connection.noServer',
  outdated: 'error.upgrade_required',
  refused: 'error.bad_frame',
  restored: 'connection.online',
};

export const troubleText = (what: Trouble): string => t(TEXTS[what]);

/** Whether a person can hurry the next attempt. */
export const canRetry = (what: Trouble | null): boolean => what === 'noNetwork' || what === 'noServer';
