import { t } from '../../i18n/i18n';
import type { TimelineMessage } from '../../model/model';
import { lineOf } from './bodies/registry';
import type { ConversationContext } from './context/conversation-context';

/** The message pinned last, under the header. */
export function PinnedBar({
  messages,
  context,
  onJump,
}: {
  messages: readonly TimelineMessage[];
  context: ConversationContext;
  onJump: (seq: number) => void;
}) {
  let latest: TimelineMessage | undefined;
  for (const message of messages) {
    if (message.pinnedAt !== undefined && !message.quiet && (latest?.pinnedAt ?? 0) <= message.pinnedAt) latest = message;
  }
  const seq = latest?.seq;
  if (latest === undefined || seq === undefined) return null;
  return (
    <button type="button" class="pinned-bar" onClick={() => onJump(seq)}>
      <span class="truncate">
        <b>{t('conversation.pinned')}</b>
        <bdi>{lineOf(latest, context)}</bdi>
      </span>
    </button>
  );
}
