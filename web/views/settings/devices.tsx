import { WorkButton } from '../../components/states/work-button';
import { formatDay, formatTime } from '../../i18n/format';
import { t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import { Loaded } from '../shared/loaded';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { useRequest } from '../shared/use-request';
import { now } from '../state/clock';
import { deviceName } from './device-name';

export function Devices() {
  const model = useModel();
  const [sessions, retry] = useRequest(() => model.devices.list(), '');
  const end = async (id: string) => {
    await attempt(model.devices.end(id));
    retry();
  };
  return (
    <section class="section" aria-labelledby="settings-devices">
      <h2 id="settings-devices">{t('settings.devices')}</h2>
      <Loaded answer={sessions} onRetry={retry}>
        {(all) => (
          <ul>
            {all.map((session) => (
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
                  <WorkButton kind="danger" work={() => end(session.id)}>
                    {t('settings.endSession')}
                  </WorkButton>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
