import { LOCALES, t } from '../../i18n/i18n';
import { isTouch } from '../../platform/pointer';
import { shortcutText } from '../shared/shortcut-text';
import { useModel } from '../shared/use-model';
import { chooseLanguage } from '../state/language';
import { ACCENTS, preferences, setPreferences, TEXT_SIZES } from '../state/preferences';
import { Choice } from './choice';

/** Changes apply at once. */
export function Appearance() {
  const model = useModel();
  const { theme, accent, textSize, sendKey, locale } = preferences.value;
  return (
    <section class="section" aria-labelledby="settings-appearance">
      <h2 id="settings-appearance">{t('settings.appearance')}</h2>
      <Choice
        name="language"
        label={t('settings.language')}
        value={locale}
        options={LOCALES.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(next) => chooseLanguage(model, next)}
      />
      <Choice
        name="theme"
        label={t('settings.theme')}
        value={theme}
        options={[
          { value: 'system', label: t('settings.themeSystem') },
          { value: 'light', label: t('settings.themeLight') },
          { value: 'dark', label: t('settings.themeDark') },
        ]}
        onChange={(next) => setPreferences({ theme: next })}
      />
      <fieldset class="choice">
        <legend class="field-label">{t('settings.accent')}</legend>
        <div class="swatches">
          {ACCENTS.map((option) => (
            <label key={option} class="swatch">
              <input type="radio" name="accent" checked={option === accent} onChange={() => setPreferences({ accent: option })} />
              <span class="swatch-dot" data-accent={option} />
              {t(`settings.accent.${option}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <Choice
        name="textSize"
        label={t('settings.textSize')}
        value={textSize}
        options={TEXT_SIZES.map((size) => ({ value: size, label: t(`settings.size.${size}`) }))}
        onChange={(next) => setPreferences({ textSize: next })}
      />
      {!isTouch() && (
        <Choice
          name="sendKey"
          label={t('settings.sendKey')}
          value={sendKey}
          options={[
            { value: 'enter', label: 'Enter' },
            { value: 'ctrlEnter', label: shortcutText('Mod+Enter') },
          ]}
          onChange={(next) => setPreferences({ sendKey: next })}
        />
      )}
    </section>
  );
}
