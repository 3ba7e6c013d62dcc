import { type MenuItem, type MenuPlace, openMenu } from '../../components/overlays/open-menu';
import { toast } from '../../components/overlays/toast';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { detailsOpen, dialog } from '../state/shell-state';
import { isMember } from './membership';
import { attempt } from './problem';

const HOUR_MS = 3_600_000;
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** The durations of a mute, or the choice to unmute. */
export function muteItems(model: AppModel, item: InboxItem): MenuItem[] {
  const mute = (until: () => number | null) => () => void attempt(model.conversations.mute(item.id, until()));
  const muteFor = (ms: number) => mute(() => model.serverNow() + ms);
  if (item.muted) return [{ label: t('mute.unmute'), icon: 'bell', onSelect: mute(() => null) }];
  return [
    { label: t('mute.hour'), icon: 'bellOff', onSelect: muteFor(HOUR_MS) },
    { label: t('mute.eight'), icon: 'bellOff', onSelect: muteFor(8 * HOUR_MS) },
    { label: t('mute.ever'), icon: 'bellOff', onSelect: mute(() => FOR_EVER) },
  ];
}

async function archive(model: AppModel, item: InboxItem): Promise<void> {
  const on = !item.summary.archived;
  if (!(await attempt(model.conversations.archive(item.id, on)))) return;
  toast(on ? t('inbox.archivedToast') : t('inbox.unarchivedToast'), {
    action: { label: t('common.undo'), run: () => void attempt(model.conversations.archive(item.id, !on)) },
  });
}

interface ConversationItem extends MenuItem {
  /** `end`: removes something for good. */
  readonly part: 'place' | 'mute' | 'end';
}

/** The actions for a whole conversation. */
export function conversationItems(model: AppModel, item: InboxItem): ConversationItem[] {
  const { summary } = item;
  const unread = item.unread > 0 || item.markedUnread;
  const own: ConversationItem[] = [
    {
      part: 'place',
      label: unread ? t('inbox.markRead') : t('inbox.markUnread'),
      icon: unread ? 'circleCheck' : 'at',
      onSelect: () => {
        if (item.markedUnread || !unread) void attempt(model.conversations.markUnread(item.id, !unread));
        if (unread) model.conversations.markAllRead(item.id);
      },
    },
    {
      part: 'place',
      label: summary.pinned ? t('inbox.unpin') : t('inbox.pin'),
      icon: summary.pinned ? 'unpin' : 'pin',
      onSelect: () => void attempt(model.conversations.pin(item.id, !summary.pinned)),
    },
    {
      part: 'place',
      label: summary.archived ? t('inbox.unarchive') : t('inbox.archive'),
      icon: 'archive',
      onSelect: () => void archive(model, item),
    },
    ...muteItems(model, item).map((entry, i) => ({ ...entry, part: 'mute' as const, apart: i === 0 })),
  ];
  return [
    // A former member has no settings of their own here.
    ...(summary.leftSeq === undefined ? own : []),
    {
      label: t('conversation.clear'),
      icon: 'clear',
      apart: true,
      part: 'end',
      onSelect: () => {
        dialog.value = { kind: 'clear', conversationId: item.id };
      },
    },
    {
      label: t('conversation.delete'),
      icon: 'trash',
      danger: true,
      part: 'end',
      onSelect: () => {
        dialog.value = { kind: 'hide', conversationId: item.id };
      },
    },
    ...(summary.kind === 'group' && isMember(summary)
      ? [
          {
            label: t('group.leave'),
            icon: 'signOut' as const,
            danger: true,
            part: 'end' as const,
            onSelect: () => {
              dialog.value = { kind: 'leave', conversationId: item.id, title: item.title };
            },
          },
        ]
      : []),
  ];
}

export function openInboxMenu(model: AppModel, item: InboxItem, at: MenuPlace): void {
  openMenu({ label: item.title, at, items: conversationItems(model, item) });
}

/** The menu in a conversation's header: the same actions, its details and its pinned messages. */
export function openConversationMenu(model: AppModel, item: InboxItem, at: MenuPlace): void {
  const details: MenuItem = {
    label: t('conversation.details'),
    icon: 'info',
    onSelect: () => {
      detailsOpen.value = true;
    },
  };
  const pins: MenuItem = {
    label: t('conversation.pins'),
    icon: 'pin',
    onSelect: () => {
      dialog.value = { kind: 'pins', conversationId: item.id };
    },
  };
  openMenu({ label: t('conversation.menu'), at, items: [details, pins, ...conversationItems(model, item)] });
}
