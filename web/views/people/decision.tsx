import { IconButton } from '../../components/button';
import { useWork } from '../../components/states/work';

interface DecisionProps {
  yes: string;
  /** Absent: there is nothing to accept. */
  onYes?: (() => Promise<unknown>) | undefined;
  no: string;
  onNo: () => Promise<unknown>;
}

/** Two ways to answer a request; after a press both wait for the result. */
export function Decision({ yes, onYes, no, onNo }: DecisionProps) {
  const [busy, run] = useWork();
  return (
    <>
      {onYes !== undefined && <IconButton icon="check" label={yes} busy={busy} onClick={() => run(onYes)} />}
      <IconButton icon="close" label={no} busy={busy} onClick={() => run(onNo)} />
    </>
  );
}
