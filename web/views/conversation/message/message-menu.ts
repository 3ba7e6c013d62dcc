import { kindOf, plainOf } from '../../../../protocol/bodies';
import { pathOf } from '../../../components/navigation/router';
import { type MenuItem, type MenuPlace, openMenu } from '../../../components/overlays/open-menu';
import { t } from '../../../i18n/i18n';
import type { InboxItem } from '../../../model/inbox';
import type { Timeline, TimelineMessage } from '../../../model/timeline';
import { isMember, mayWrite } from '../../shared/membership';
import { dialog } from '../../state/shell-state';
import { copyText } from '../bodies/copy-text';
import type { ConversationContext } from '../context/conversation-context';
import type { Writing } from '../context/writing';
import { deleteForMe } from './delete-for-me';
import { messageRights } from './message-rights';

export const QUICK_REACTIONS = ['👍', '❤️', '😂', '🎉', '😮', '🙏'] as const;

interface MenuRequest {
  readonly message: TimelineMessage;
  readonly at: MenuPlace;
  readonly item: InboxItem;
  readonly timeline: Timeline;
  readonly context: ConversationContext;
  readonly write: (writing: Writing) => void;
  readonly select: (keys: ReadonlySet<string>) => void;
}

function itemsFor({ message, item, timeline, context, write, select }: MenuRequest): MenuItem[] {
  const { seq, body } = message;
  const text = plainOf(body);
  const kind = kindOf(body);
  const items: MenuItem[] = [];
  const inLog = seq !== undefined;
  const member = isMember(item.summary);
  const rights = messageRights(item.summary, message, context.model.serverNow());
  if (inLog && rights.reply) items.push({ label: t('message.reply'), icon: 'reply', onSelect: () => context.reply(message) });
  if (inLog && rights.edit && kind.editable)
    items.push({ label: t('message.edit'), icon: 'edit', onSelect: () => write({ kind: 'edit', seq }) });
  if (text !== '') items.push({ label: t('message.copy'), icon: 'copy', onSelect: () => void copyText(text) });
  if (inLog) {
    items.push({
      label: t('message.copyLink'),
      icon: 'link',
      onSelect: () => void copyText(location.origin + pathOf({ page: 'conversation', id: item.id, seq })),
    });
    if (kind.forwarded !== null)
      items.push({
        label: t('message.forward'),
        icon: 'forward',
        onSelect: () => {
          dialog.value = { kind: 'forward', messages: [message] };
        },
      });
    if (rights.pin) {
      const pinned = message.pinnedAt !== undefined;
      items.push({
        label: pinned ? t('message.unpin') : t('message.pin'),
        icon: pinned ? 'unpin' : 'pin',
        onSelect: () => timeline.pin(seq, !pinned),
      });
    }
    if (member && message.mine && item.summary.kind === 'group')
      items.push({ label: t('message.readers'), icon: 'eye', onSelect: () => context.showReaders(message) });
    if (message.reactions !== undefined && message.reactions.length > 0) {
      const { reactions } = message;
      items.push({
        label: t('message.reactors'),
        icon: 'smilePlus',
        onSelect: () => {
          dialog.value = { kind: 'reactors', reactions };
        },
      });
    }
    items.push({ label: t('message.select'), icon: 'circleCheck', onSelect: () => select(new Set([message.key])) });
    items.push({
      label: t('message.delete'),
      icon: 'trash',
      danger: true,
      apart: true,
      onSelect: () => void deleteForMe(context.model, item.id, [seq]),
    });
    if (rights.recall) {
      items.push({ label: t('message.recall'), icon: 'recall', danger: true, onSelect: () => timeline.recall(seq) });
    }
  }
  return items;
}

export function openMessageMenu(request: MenuRequest): void {
  const { message, at, item, context } = request;
  if (message.status === 'failed') {
    failedMenu(request.timeline, message, at, item.summary.peerId);
    return;
  }
  const mine = (emoji: string) =>
    message.reactions?.some((reaction) => reaction.emoji === emoji && reaction.userIds.includes(context.myId)) === true;
  const canReact = message.seq !== undefined && mayWrite(item.summary);
  openMenu({
    label: t('message.actions'),
    at,
    quick: canReact
      ? QUICK_REACTIONS.map((emoji) => ({ label: emoji, pressed: mine(emoji), onSelect: () => context.react(message, emoji) }))
      : undefined,
    items: itemsFor(request),
  });
}

/** The menu of a message that the server refused. */
export function failedMenu(timeline: Timeline, message: TimelineMessage, at: MenuPlace, peerId: string | undefined): void {
  const body = message.body;
  // In a direct conversation there is only one cause: the other person accepts messages from contacts only.
  const contactsOnly = message.error === 'not_allowed' && peerId !== undefined;
  openMenu({
    label: t('message.failed'),
    at,
    items: [
      ...(contactsOnly
        ? [
            {
              label: t('people.add'),
              icon: 'personPlus' as const,
              onSelect: () => {
                dialog.value = { kind: 'request', userId: peerId };
              },
            },
          ]
        : []),
      { label: t('message.resend'), icon: 'refresh', onSelect: () => timeline.retry(message.clientMsgId) },
      ...(plainOf(body) === '' ? [] : [{ label: t('message.copy'), icon: 'copy' as const, onSelect: () => void copyText(plainOf(body)) }]),
      { label: t('message.discard'), icon: 'trash', danger: true, onSelect: () => askToDiscard(timeline, message.clientMsgId) },
    ],
  });
}

function askToDiscard(timeline: Timeline, clientMsgId: string): void {
  dialog.value = {
    kind: 'confirm',
    title: t('message.discardTitle'),
    hint: t('message.discardHint'),
    action: t('message.discard'),
    work: async () => {
      timeline.discard(clientMsgId);
      return true;
    },
  };
}
