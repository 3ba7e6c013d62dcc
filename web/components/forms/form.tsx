import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface FormProps {
  id?: string;
  /** Whether the server would accept the fields. */
  valid: boolean;
  /** Called when the user submits a valid form. */
  onSubmit: () => void;
  /** `tried`: the user submitted the form while it was invalid, so the fields show their errors. */
  children: (tried: boolean) => ComponentChildren;
}

/**
 * A form without browser validation: the browser's bubbles use its own language, cover the field, and apply other rules than the server.
 */
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
