import type { Settings } from '../../../protocol/records';
import { t } from '../../i18n/i18n';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { Switch } from './switch';

/** What others can see of the user; each setting applies in both directions. */
export function Privacy({ settings }: { settings: Settings }) {
  const model = useModel();
  const save = (change: Settings) => void attempt(model.session.updateSettings({ ...settings, ...change }));
  return (
    <section class="section" aria-labelledby="settings-privacy">
      <h2 id="settings-privacy">{t('settings.privacy')}</h2>
      <Switch
        label={t('settings.readReceipts')}
        hint={t('settings.readReceiptsHint')}
        on={settings.readReceipts !== false}
        onChange={(readReceipts) => save({ readReceipts })}
      />
      <Switch
        label={t('settings.typing')}
        hint={t('settings.typingHint')}
        on={settings.typing !== false}
        onChange={(typing) => save({ typing })}
      />
      <label class="action-row">
        <span class="grow">
          {t('settings.lastSeen')}
          <span class="note note-line">{t('settings.lastSeenHint')}</span>
        </span>
        <select
          class="select"
          value={settings.lastSeen ?? 'everyone'}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (value === 'everyone' || value === 'contacts' || value === 'nobody') save({ lastSeen: value });
          }}
        >
          <option value="everyone">{t('settings.everyone')}</option>
          <option value="contacts">{t('settings.contactsOnly')}</option>
          <option value="nobody">{t('settings.nobody')}</option>
        </select>
      </label>
      <label class="action-row">
        <span class="grow">
          {t('settings.directMessages')}
          <span class="note note-line">{t('settings.directMessagesHint')}</span>
        </span>
        <select
          class="select"
          value={settings.directMessages ?? 'everyone'}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (value === 'everyone' || value === 'contacts') save({ directMessages: value });
          }}
        >
          <option value="everyone">{t('settings.everyone')}</option>
          <option value="contacts">{t('settings.contactsOnly')}</option>
        </select>
      </label>
    </section>
  );
}
