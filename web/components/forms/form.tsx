import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface FormProps {
  id?: string;
  /** Whether the server would take what the fields hold. */
  valid: boolean;
  /** Called for a valid form. */
  onSubmit: () => void;
  /** `tried`: the form was submitted while it was not valid, so that its fields say what is wrong. */
  children: (tried: boolean) => ComponentChildren;
}

/** A form that the browser does not check: its bubbles speak the browser's language, cover the field, and know other rules than the server. */
export function Form({ id, valid, onSubmit, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [tries]);
  return (
    <form
      ref={form}
      id={id}
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTries(valid ? 0 : tries + 1);
        if (valid) onSubmit();
      }}
    >
      {children(tries > 0)}
    </form>
  );
}
