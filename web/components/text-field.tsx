import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

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
  minLength?: number | undefined;
  maxLength?: number | undefined;
  autoFocus?: boolean;
  trailing?: ComponentChildren;
  rows?: number | undefined;
}

/** A labelled field with its hint and its error; what the person types is `dir="auto"`. */
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
    minLength,
    maxLength,
    autoFocus = false,
    trailing,
    rows,
  } = props;
  const note = error ?? hint;
  const shared = {
    id,
    name,
    value,
    required,
    minLength,
    maxLength,
    dir: type === 'email' ? ('ltr' as const) : ('auto' as const),
    class: 'field-input',
    'aria-invalid': error !== undefined,
    'aria-describedby': note === undefined ? undefined : `${id}-note`,
  };
  return (
    <div class={`field${error === undefined ? '' : ' field-wrong'}`}>
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="field-box">
        {rows === undefined ? (
          // biome-ignore lint/a11y/noAutofocus: the first field of a form or dialog the person has just opened.
          // Preact's types tie each input type to its own list of roles; none is set here.
          <input
            {...shared}
            type={type as 'text'}
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
