import { useEffect, useState } from 'preact/hooks';
import type { Session } from '../../../protocol/records';
import { Button } from '../../components/button';
import { Late } from '../../components/empty';
import { formatDay, formatTime } from '../../i18n/format';
import { t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import type { Result } from '../../model';
import { now } from '../clock';
import { attempt, problemText } from '../problem';
import { useModel } from '../use-model';
import { deviceName } from './device-name';

export function Devices() {
  const model = useModel();
  const [sessions, setSessions] = useState<Result<readonly Session[]> | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let gone = false;
    void model.devices.list().then((result) => {
      if (!gone) setSessions(result);
    });
    return () => {
      gone = true;
    };
  }, [asked]);
  const end = async (id: string) => {
    await attempt(model.devices.end(id));
    setAsked((count) => count + 1);
  };
  return (
    <section class="section" aria-labelledby="settings-devices">
      <h2 id="settings-devices">{t('settings.devices')}</h2>
      {sessions === null && (
        <Late>
          <span class="spinner" role="status" aria-label={t('common.loading')} />
        </Late>
      )}
      {sessions?.ok === false && (
        <p class="form-error">
          {problemText(sessions.problem)}
          <button type="button" class="link-button" onClick={() => setAsked((count) => count + 1)}>
            {t('common.retry')}
          </button>
        </p>
      )}
      {sessions?.ok === true && (
        <ul>
          {sessions.value.map((session) => (
            <li key={session.id} class="action-row">
              <Icon name="device" />
              <span class="grow">
                {session.userAgent === undefined ? t('settings.unknownDevice') : deviceName(session.userAgent)}
                <span class="note note-line">
                  {session.current
                    ? t('settings.thisDevice')
                    : t('settings.lastActive', { time: `${formatDay(session.lastSeenAt, now.value)} ${formatTime(session.lastSeenAt)}` })}
                </span>
              </span>
              {!session.current && (
                <Button kind="danger" onClick={() => void end(session.id)}>
                  {t('settings.endSession')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
