import { t } from '../../i18n/i18n';
import { plainLine } from '../../markup/plain';
import type { TimelineMessage } from '../../model/timeline';
import { lineOf } from '../conversation/bodies/registry';
import { useSelfId } from '../shared/use-model';

export interface PreviewProps {
  last: TimelineMessage | null;
  isGroup: boolean;
  nameOf: (userId: string) => string;
  draft: string;
  typing: string;
  mention: boolean;
}

/** The second line of an inbox row: typing, else the draft, else the last message. */
export function Preview({ last, isGroup, nameOf, draft, typing, mention }: PreviewProps) {
  if (typing !== '') return <span class="row-preview typing-note truncate">{typing}…</span>;
  if (draft !== '') {
    return (
      <span class="row-preview truncate">
        <span class="draft">{t('inbox.draft')}</span> <bdi>{plainLine(draft)}</bdi>
      </span>
    );
  }
  if (last === null) return <span class="row-preview quiet truncate">{t('inbox.noMessages')}</span>;
  return (
    <span class="row-preview truncate">
      {mention && <span class="mention-note">{t('inbox.mentioned')} </span>}
      <LastMessage message={last} own={last.mine} isGroup={isGroup} nameOf={nameOf} />
    </span>
  );
}

function LastMessage({
  message,
  own,
  isGroup,
  nameOf,
}: {
  message: TimelineMessage;
  own: boolean;
  isGroup: boolean;
  nameOf: (userId: string) => string;
}) {
  const myId = useSelfId();
  const line = lineOf(message, { myId, nameOf });
  if (message.quiet) return <bdi class="quiet">{line}</bdi>;
  return (
    <>
      {isGroup && (
        <span class="row-sender">
          {own ? t('inbox.you') : <bdi>{nameOf(message.senderId)}</bdi>}
          {!own && ': '}
        </span>
      )}
      <bdi>{line}</bdi>
    </>
  );
}
