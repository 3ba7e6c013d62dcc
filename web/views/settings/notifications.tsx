import { useState } from 'preact/hooks';
import { Button } from '../../components/button';
import { t } from '../../i18n/i18n';
import { preferences, setPreferences } from '../state/preferences';
import { Switch } from './switch';

/** The browser asks for permission here, when the user turns notifications on, or after their first message; never at load. */
export function Notifications() {
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'unsupported'));
  const { hideContent, quiet, quietFrom, quietTo } = preferences.value;
  if (permission === 'unsupported') return null;
  return (
    <section class="section" aria-labelledby="settings-notifications">
      <h2 id="settings-notifications">{t('settings.notifications')}</h2>
      {permission === 'denied' && <p class="note">{t('settings.notificationsOff')}</p>}
      {permission === 'default' && (
        <Button icon="bell" onClick={() => void Notification.requestPermission().then(setPermission)}>
          {t('settings.notificationsOn')}
        </Button>
      )}
      {permission === 'granted' && (
        <>
          <Switch
            label={t('settings.hideContent')}
            hint={t('settings.hideContentHint')}
            on={hideContent}
            onChange={(on) => setPreferences({ hideContent: on })}
          />
          <Switch label={t('settings.quiet')} hint={t('settings.quietHint')} on={quiet} onChange={(on) => setPreferences({ quiet: on })} />
          {quiet && (
            <div class="hours">
              <label>
                <span class="field-label">{t('settings.quietFrom')}</span>
                <input
                  type="time"
                  class="select"
                  required
                  value={quietFrom}
                  onChange={({ currentTarget }) => currentTarget.value !== '' && setPreferences({ quietFrom: currentTarget.value })}
                />
              </label>
              <label>
                <span class="field-label">{t('settings.quietTo')}</span>
                <input
                  type="time"
                  class="select"
                  required
                  value={quietTo}
                  onChange={({ currentTarget }) => currentTarget.value !== '' && setPreferences({ quietTo: currentTarget.value })}
                />
              </label>
            </div>
          )}
        </>
      )}
    </section>
  );
}
