import { IconButton } from '../../components/button';
import { useWork } from '../../components/states/work';

interface DecisionProps {
  yes: string;
  /** Absent: there is nothing to agree to. */
  onYes?: (() => Promise<unknown>) | undefined;
  no: string;
  onNo: () => Promise<unknown>;
}

/** Two ways to answer somebody; once one is taken, both wait for what comes of it. */
export function Decision({ yes, onYes, no, onNo }: DecisionProps) {
  const [busy, run] = useWork();
  return (
    <>
      {onYes !== undefined && <IconButton icon="check" label={yes} busy={busy} onClick={() => run(onYes)} />}
      <IconButton icon="close" label={no} busy={busy} onClick={() => run(onNo)} />
    </>
  );
}
