import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { ConnectionStatus } from '../../model/connection';
import { canRetry, type Trouble, trouble, troubleText } from '../shared/trouble';
import { useModel } from '../shared/use-model';

/** Trouble shorter than this is not shown, ms. */
const SHOW_AFTER_MS = 1000;
/** How long a restored connection is shown, ms. */
const RESTORED_MS = 1600;

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
    case 'blocked':
      return network ? 'blocked' : 'noNetwork';
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
    const update = () => setNetwork(navigator.onLine);
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }, []);
  return network;
}

/** Sets `trouble` and announces it to screen readers. Mounted once. */
export function ConnectionWatch() {
  const model = useModel();
  const current = troubleOf(model.connection.value, useNetwork());
  const [shown, setShown] = useState(false);
  const fine = current === null;
  // Every change between fine and troubled restarts the timer, so that a flapping link cannot leave an outdated notice.
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(!fine), fine ? RESTORED_MS : SHOW_AFTER_MS);
    return () => window.clearTimeout(timer);
  }, [fine]);
  const shownTrouble = shown ? (current ?? 'restored') : null;
  useLayoutEffect(() => {
    trouble.value = shownTrouble;
  }, [shownTrouble]);
  useLayoutEffect(
    () => () => {
      trouble.value = null;
    },
    [],
  );
  return (
    <div class="sr-only" role="status">
      {shownTrouble !== null && troubleText(shownTrouble)}
    </div>
  );
}

const TONES: Readonly<Record<Trouble, 'busy' | 'bad' | 'good'>> = {
  connecting: 'busy',
  syncing: 'busy',
  noNetwork: 'bad',
  noServer: 'bad',
  blocked: 'bad',
  outdated: 'bad',
  refused: 'bad',
  restored: 'good',
};

/** What the banner says: a pane without a header has room for what the trouble means for messages. */
function bannerText(shown: Trouble): string {
  if (shown === 'blocked') return t('connection.blockedDetail');
  return canRetry(shown) ? t('connection.sentLater', { what: troubleText(shown) }) : troubleText(shown);
}

/** The connection notice at the top of a pane that has no header for it. */
export function Banner() {
  const model = useModel();
  const shownTrouble = trouble.value;
  if (shownTrouble === null) {
    if (model.notice.value !== 'memoryOnly') return null;
    return (
      <div class="banner banner-bad" role="status">
        {t('connection.memoryOnly')}
      </div>
    );
  }
  return (
    <div class={`banner banner-${TONES[shownTrouble]}`}>
      {TONES[shownTrouble] === 'busy' && <span class="spinner" aria-hidden="true" />}
      <span>{bannerText(shownTrouble)}</span>
      {canRetry(shownTrouble) && (
        <button type="button" onClick={() => model.reconnect()}>
          {t('connection.retryNow')}
        </button>
      )}
      {(shownTrouble === 'outdated' || shownTrouble === 'refused') && (
        <button type="button" onClick={() => location.reload()}>
          {t('update.reload')}
        </button>
      )}
    </div>
  );
}
