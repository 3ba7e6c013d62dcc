import { t } from '../../i18n/i18n';
import { plainLine } from '../../markup/plain';
import type { Mentionable } from '../../markup/tokens';
import type { TimelineMessage } from '../../model';

/** The message pinned last, under the header. */
export function PinnedBar({
  messages,
  people,
  onJump,
}: {
  messages: readonly TimelineMessage[];
  people: readonly Mentionable[];
  onJump: (seq: number) => void;
}) {
  let latest: TimelineMessage | undefined;
  for (const message of messages) {
    if (message.pinnedAt !== undefined && !message.quiet && (latest?.pinnedAt ?? 0) <= message.pinnedAt) latest = message;
  }
  const seq = latest?.seq;
  if (latest === undefined || seq === undefined || latest.body.kind !== 'text') return null;
  return (
    <button type="button" class="pinned-bar" onClick={() => onJump(seq)}>
      <span class="truncate">
        <b>{t('conversation.pinned')}</b>
        <bdi>{plainLine(latest.body.text, people)}</bdi>
      </span>
    </button>
  );
}
