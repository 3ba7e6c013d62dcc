import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { ConnectionStatus } from '../../model/connection';
import { canRetry, type Trouble, trouble, troubleText } from '../shared/trouble';
import { useModel } from '../shared/use-model';

/** Trouble shorter than this is not shown, ms. */
const PATIENCE_MS = 1000;
/** How long a restored connection is shown, ms. */
const RELIEF_MS = 1600;

/** The present trouble; null: none that concerns the user. `network`: whether the browser has a network. */
export function troubleOf(status: ConnectionStatus, network: boolean): Trouble | null {
  switch (status.state) {
    case 'online':
      return null;
    case 'closed':
      if (status.reason === 'upgradeRequired') return 'outdated';
      return status.reason === 'protocol' ? 'refused' : null;
    case 'offline':
      return network ? 'noServer' : 'noNetwork';
    case 'connecting':
    case 'syncing':
      return network ? status.state : 'noNetwork';
    default:
      return status satisfies never;
  }
}

/** Whether the browser believes it has a network. */
function useNetwork(): boolean {
  const [network, setNetwork] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setNetwork(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  return network;
}

/** Sets `trouble` and announces it to screen readers. Mounted once. */
export function ConnectionWatch() {
  const model = useModel();
  const wrong = troubleOf(model.connection.value, useNetwork());
  const [shown, setShown] = useState(false);
  const fine = wrong === null;
  // Every change between fine and troubled restarts the timer, so that a flapping link cannot leave an outdated notice.
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(!fine), fine ? RELIEF_MS : PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, [fine]);
  const told = shown ? (wrong ?? 'restored') : null;
  useLayoutEffect(() => {
    trouble.value = told;
  }, [told]);
  useLayoutEffect(
    () => () => {
      trouble.value = null;
    },
    [],
  );
  return (
    <div class="sr-only" role="status">
      {told !== null && troubleText(told)}
    </div>
  );
}

const TONES: Readonly<Record<Trouble, 'busy' | 'bad' | 'good'>> = {
  connecting: 'busy',
  syncing: 'busy',
  noNetwork: 'bad',
  noServer: 'bad',
  outdated: 'bad',
  refused: 'bad',
  restored: 'good',
};

/** The connection notice at the top of a pane that has no header for it. */
export function Banner() {
  const model = useModel();
  const told = trouble.value;
  if (told === null) {
    if (model.notice.value !== 'memoryOnly') return null;
    return (
      <div class="banner banner-bad" role="status">
        {t('connection.memoryOnly')}
      </div>
    );
  }
  return (
    <div class={`banner banner-${TONES[told]}`}>
      {TONES[told] === 'busy' && <span class="spinner" aria-hidden="true" />}
      <span>{canRetry(told) ? t('connection.sentLater', { what: troubleText(told) }) : troubleText(told)}</span>
      {canRetry(told) && (
        <button type="button" onClick={() => model.reconnect()}>
          {t('connection.retryNow')}
        </button>
      )}
      {(told === 'outdated' || told === 'refused') && (
        <button type="button" onClick={() => location.reload()}>
          {t('update.reload')}
        </button>
      )}
    </div>
  );
}
