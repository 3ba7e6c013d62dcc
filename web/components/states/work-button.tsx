import type { ComponentChildren } from 'preact';
import { Button } from '../button';
import { useWork } from './work';

interface WorkButtonProps {
  children: ComponentChildren;
  kind?: 'primary' | 'soft' | 'danger';
  work: () => Promise<unknown>;
}

/** A button that ignores presses until the work it started is done. */
export function WorkButton({ children, kind = 'soft', work }: WorkButtonProps) {
  const [busy, run] = useWork();
  return (
    <Button kind={kind} busy={busy} onClick={() => run(work)}>
      {children}
    </Button>
  );
}
