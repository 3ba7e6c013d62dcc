import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { tooLong } from './problems';

interface TextFieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  name?: string;
  type?: 'text' | 'email' | 'password' | 'search';
  hint?: string | undefined;
  error?: string | undefined;
  autocomplete?: 'email' | 'name' | 'current-password' | 'new-password' | 'off';
  required?: boolean;
  /** In code points, as the server counts. A longer text stays, and the field shows the excess. */
  maxChars?: number | undefined;
  autoFocus?: boolean;
  trailing?: ComponentChildren;
  rows?: number | undefined;
}

/** A labelled field with a hint and an error; its content is `dir="auto"`. The browser validates nothing, see `Form`. */
export function TextField(props: TextFieldProps) {
  const id = useId();
  const {
    label,
    value,
    onInput,
    name,
    type = 'text',
    hint,
    error,
    autocomplete,
    required = false,
    maxChars,
    autoFocus = false,
    trailing,
    rows,
  } = props;
  const wrong = error ?? tooLong(value, maxChars);
  const note = wrong ?? hint;
  const shared = {
    id,
    name,
    value,
    dir: type === 'email' ? ('ltr' as const) : ('auto' as const),
    class: 'field-input',
    'aria-required': required,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': note === undefined ? undefined : `${id}-note`,
  };
  return (
    <div class={`field${wrong === undefined ? '' : ' field-wrong'}`}>
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="field-box">
        {rows === undefined ? (
          // biome-ignore lint/a11y/noAutofocus: the first field of a form or dialog that the user has just opened.
          // Preact's types tie each input type to its own list of roles; this input sets none.
          <input
            {...shared}
            // The browser's own email field rejects addresses outside ASCII and rewrites their domain.
            type={(type === 'email' ? 'text' : type) as 'text'}
            inputMode={type === 'email' ? 'email' : undefined}
            autocapitalize={type === 'email' ? 'off' : undefined}
            spellcheck={type === 'email' ? false : undefined}
            autocomplete={autocomplete}
            autofocus={autoFocus}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
        ) : (
          <textarea {...shared} rows={rows} onInput={(event) => onInput(event.currentTarget.value)} />
        )}
        {trailing}
      </div>
      {note !== undefined && (
        <p class="field-note" id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  );
}
