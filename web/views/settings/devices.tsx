import type { Session } from '../../../protocol/records';
import { Button } from '../../components/button';
import { formatDay, formatTime } from '../../i18n/format';
import { t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import { Loaded } from '../shared/loaded';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { useRequest } from '../shared/use-request';
import { now } from '../state/clock';
import { dialog } from '../state/shell-state';
import { deviceName } from './device-name';

export function Devices() {
  const model = useModel();
  const [sessions, retry] = useRequest(() => model.devices.list(), '');
  const askToEnd = (id: string, name: string) => {
    dialog.value = {
      kind: 'confirm',
      title: t('settings.endSessionTitle', { name }),
      hint: t('settings.endSessionHint'),
      action: t('settings.endSession'),
      work: async () => {
        const ended = await attempt(model.devices.end(id));
        retry();
        return ended;
      },
    };
  };
  const nameOf = ({ userAgent }: Session): string => (userAgent === undefined ? t('settings.unknownDevice') : deviceName(userAgent));
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
                  {nameOf(session)}
                  <span class="note note-line">
                    {session.current
                      ? t('settings.thisDevice')
                      : t('settings.lastActive', { time: `${formatDay(session.lastSeenAt, now.value)} ${formatTime(session.lastSeenAt)}` })}
                  </span>
                </span>
                {!session.current && (
                  <Button kind="danger" onClick={() => askToEnd(session.id, nameOf(session))}>
                    {t('settings.endSession')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
}
