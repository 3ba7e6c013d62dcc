import { t } from '../i18n/i18n';
import { Icon } from '../icons/icon';

/** Hues far enough apart to distinguish; with the automatic one they fill two rows. */
const HUES = Array.from({ length: 11 }, (_, i) => i * 33 + 10);

interface HuePickerProps {
  name: string;
  label: string;
  /** Undefined: the id decides. */
  value: number | undefined;
  onChange: (hue: number | null) => void;
}

/** Picks an avatar colour: one of a few, or the automatic one. */
export function HuePicker({ name, label, value, onChange }: HuePickerProps) {
  const nearest =
    value === undefined ? undefined : HUES.reduce((best, hue) => (Math.abs(hue - value) < Math.abs(best - value) ? hue : best));
  return (
    <fieldset class="choice">
      <legend class="field-label">{label}</legend>
      <div class="hues">
        <label class="hue hue-auto">
          <input type="radio" name={name} checked={nearest === undefined} onChange={() => onChange(null)} />
          <Icon name="refresh" class="icon-s" />
          <span class="sr-only">{t('settings.colourAuto')}</span>
        </label>
        {HUES.map((hue, i) => (
          <label key={hue} class="hue" style={{ '--avatar-hue': String(hue) }}>
            <input type="radio" name={name} checked={hue === nearest} onChange={() => onChange(hue)} />
            {hue === nearest && <Icon name="check" class="icon-s" />}
            <span class="sr-only">{t('settings.colourOne', { n: i + 1 })}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
