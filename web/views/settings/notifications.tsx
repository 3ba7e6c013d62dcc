import { useState } from 'preact/hooks';
import { Button } from '../../components/button';
import { t } from '../../i18n/i18n';

/** Permission is asked here, by the person's own wish, never at load. */
export function Notifications() {
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'unsupported'));
  if (permission === 'unsupported' || permission === 'granted') return null;
  return (
    <section class="section" aria-labelledby="settings-notifications">
      <h2 id="settings-notifications">{t('settings.notifications')}</h2>
      {permission === 'denied' ? (
        <p class="note">{t('settings.notificationsOff')}</p>
      ) : (
        <Button icon="bell" onClick={() => void Notification.requestPermission().then(setPermission)}>
          {t('settings.notificationsOn')}
        </Button>
      )}
    </section>
  );
}
