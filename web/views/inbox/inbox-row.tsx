import { Avatar } from '../../components/avatar';
import { Badge } from '../../components/badge';
import { memo } from '../../components/memo';
import { formatListTime } from '../../i18n/format';
import { formatNumber, locale, t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import type { InboxItem } from '../../model/inbox';
import { may } from '../shared/membership';
import { Ticks } from '../shared/ticks';
import { Preview } from './preview';

export interface InboxRowProps {
  item: InboxItem;
  nameOf: (userId: string) => string;
  /** Who is typing, as a sentence; empty if nobody is. */
  typing: string;
  online: boolean;
  now: number;
  current: boolean;
  tabbable: boolean;
  onOpen: (id: string) => void;
  onMenu: (item: InboxItem, event: MouseEvent | KeyboardEvent, element: Element) => void;
}

function Row({ item, nameOf, typing, online, now, current, tabbable, onOpen, onMenu }: InboxRowProps) {
  locale();
  const { id, title, unread, mentions, markedUnread, muted, last } = item;
  const { kind, hue, peerId, pinned } = item.summary;
  const requests = may(item.summary, 'approve') ? (item.summary.requests ?? 0) : 0;
  const count = Math.max(unread, markedUnread ? 1 : 0);
  const hasUnread = count > 0;
  return (
    <a
      class={`row${hasUnread && !muted ? ' row-unread' : ''}`}
      href={`/c/${id}`}
      data-id={id}
      aria-current={current ? 'page' : undefined}
      tabIndex={tabbable ? 0 : -1}
      draggable={false}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        onOpen(id);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(item, event, event.currentTarget);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
        event.preventDefault();
        onMenu(item, event, event.currentTarget);
      }}
    >
      <Avatar id={peerId ?? id} name={title} hue={hue} online={online} />
      <span class="row-text">
        <span class="row-line">
          <bdi class="row-name truncate">{title}</bdi>
          {muted && <Icon name="bellOff" />}
          {muted && <span class="sr-only">{t('inbox.muted')}</span>}
          <span class="row-time">
            {last?.status !== undefined && !last.quiet && <Ticks status={last.status} />}
            {last === null ? '' : formatListTime(last.createdAt, now)}
          </span>
        </span>
        <span class="row-line">
          <Preview
            last={last}
            isGroup={kind === 'group'}
            nameOf={nameOf}
            draft={current ? '' : (item.draft ?? '')}
            typing={typing}
            mention={mentions > 0}
          />
          {pinned && !hasUnread && <Icon name="pin" />}
          {pinned && <span class="sr-only">{t('inbox.pinned')}</span>}
          {requests > 0 && (
            <span class="row-requests">
              <Icon name="personPlus" />
              <span aria-hidden="true">{formatNumber(requests)}</span>
              <span class="sr-only">{t('group.requestsWaiting', { n: requests })}</span>
            </span>
          )}
          <Badge count={count} muted={muted} mention={mentions > 0} />
        </span>
      </span>
    </a>
  );
}

export const InboxRow = memo(Row);
