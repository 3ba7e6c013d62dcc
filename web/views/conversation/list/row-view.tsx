import { memo } from '../../../components/memo';
import { formatDay } from '../../../i18n/format';
import { t } from '../../../i18n/i18n';
import type { TimelineMessage } from '../../../model/timeline';
import type { ConversationContext } from '../context/conversation-context';
import { MessageView } from '../message/message-view';
import { QuietLine } from '../message/quiet-line';
import type { Row } from './rows';

interface RowViewProps {
  row: Row<TimelineMessage>;
  now: number;
  context: ConversationContext;
  current: boolean;
  flash: boolean;
  selected: ReadonlySet<string> | null;
  language: string;
}

function RowContent({ row, now, context, current, flash, selected }: RowViewProps) {
  switch (row.kind) {
    case 'start':
      return <p class="system">{t('conversation.start')}</p>;
    case 'day':
      return (
        <div class="day">
          <span>{formatDay(row.at, now)}</span>
        </div>
      );
    case 'unread':
      return <div class="unread-line">{t('conversation.unreadLine')}</div>;
    case 'quiet':
      return <QuietLine message={row.item} context={context} />;
    case 'message':
      return (
        <MessageView
          message={row.item}
          context={context}
          first={row.first}
          last={row.last}
          current={current}
          flash={flash}
          selecting={selected !== null}
          selected={selected?.has(row.key) ?? false}
        />
      );
    default:
      return row satisfies never;
  }
}

/** A row of any kind; scrolling renders only the rows that come in. */
export const RowView = memo(RowContent);
