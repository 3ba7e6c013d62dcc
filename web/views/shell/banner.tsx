import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n/i18n';
import type { ConnectionStatus } from '../../model/model';
import { useModel } from '../shared/use-model';

/** Trouble shorter than this is nobody's business. */
const PATIENCE_MS = 1000;
const RELIEF_MS = 1600;

function textOf(status: ConnectionStatus): string {
  switch (status.state) {
    case 'offline':
      return t('connection.offline');
    case 'connecting':
      return t('connection.connecting');
    case 'syncing':
      return t('connection.syncing');
    case 'online':
      return t('connection.online');
    case 'closed':
      return status.reason === 'upgradeRequired' ? t('error.upgrade_required') : t('error.bad_frame');
    default:
      return status satisfies never;
  }
}

/** A quiet line that appears only when the connection has been troubled for a while, and says shortly that it is back. */
export function Banner() {
  const model = useModel();
  const status = model.connection.value;
  const [shown, setShown] = useState(false);
  const fine = status.state === 'online' || (status.state === 'closed' && (status.reason === 'signedOut' || status.reason === 'replaced'));
  const troubled = useRef(false);
  useEffect(() => {
    if (fine) {
      if (!troubled.current) return;
      troubled.current = false;
      const timer = window.setTimeout(() => setShown(false), RELIEF_MS);
      return () => window.clearTimeout(timer);
    }
    const timer = window.setTimeout(() => {
      troubled.current = true;
      setShown(true);
    }, PATIENCE_MS);
    return () => window.clearTimeout(timer);
  }, [fine]);
  const memoryOnly = model.notice.value === 'memoryOnly';
  if (!shown && !memoryOnly) return null;
  return (
    <div class={`banner banner-${shown ? status.state : 'offline'}`} role="status">
      {shown && (status.state === 'connecting' || status.state === 'syncing') && <span class="spinner" aria-hidden="true" />}
      <span>{shown ? textOf(status) : t('connection.memoryOnly')}</span>
      {shown && status.state === 'closed' && (
        <button type="button" onClick={() => location.reload()}>
          {t('update.reload')}
        </button>
      )}
    </div>
  );
}
