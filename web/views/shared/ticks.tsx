import { type Key, t } from '../../i18n/i18n';
import type { Status } from '../../model/timeline';

const DRAWINGS: Record<Status, string> = {
  queued: 'M9.5 1.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM9.5 4v3.2l2.2 1.3',
  sent: 'M4.5 7.5 8 11l6.5-7.5',
  delivered: 'M1.5 7.5 5 11l6.5-7.500M8.2 10.400l.6.6L15.5 3.5',
  read: 'M1.5 7.5 5 11l6.5-7.500M8.2 10.400l.6.6L15.5 3.5',
  failed: 'M9.5 1.500a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11ZM9.5 4.300v3.200M9.5 9.800v.01',
};

const TEXTS: Record<Status, Key> = {
  queued: 'status.queued',
  sent: 'status.sent',
  delivered: 'status.delivered',
  read: 'status.read',
  failed: 'status.failed',
};

export const statusText = (status: Status): string => t(TEXTS[status]);

/** Clock, one tick, two ticks, two coloured ticks. */
export function Ticks({ status }: { status: Status }) {
  return (
    <svg class={`ticks ticks-${status}`} viewBox="0 0 17 14" role="img" aria-label={statusText(status)}>
      <path d={DRAWINGS[status]} />
    </svg>
  );
}
