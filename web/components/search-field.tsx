import type { RefObject } from 'preact';
import { t } from '../i18n/i18n';
import { Icon } from '../icons/icon';
import { isTouch } from '../platform/pointer';
import { IconButton } from './button';

interface SearchFieldProps {
  value: string;
  label: string;
  onInput: (value: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  field?: RefObject<HTMLInputElement | null>;
  autoFocus?: boolean;
  controls?: string | undefined;
  active?: string | undefined;
}

/** A search field above a list. */
export function SearchField({ value, label, onInput, onKeyDown, field, autoFocus = false, controls, active }: SearchFieldProps) {
  return (
    <search class="search">
      <Icon name="search" class="icon-s" />
      <input
        ref={field ?? null}
        class="field-input"
        type="search"
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        // biome-ignore lint/a11y/noAutofocus: set only if the user opened a layer to search, and no on-screen keyboard appears for it.
        autofocus={autoFocus && !isTouch()}
        value={value}
        placeholder={label}
        aria-label={label}
        aria-controls={controls}
        aria-activedescendant={active}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '' && !event.isComposing) {
            event.preventDefault();
            event.stopPropagation();
            onInput('');
          } else onKeyDown?.(event);
        }}
      />
      {value !== '' && <IconButton icon="close" label={t('common.clear')} onClick={() => onInput('')} />}
    </search>
  );
}
