import type { ComponentChildren } from 'preact';
import type { SystemEvent } from '../../../../protocol/records';
import { formatList } from '../../../i18n/format';
import { type Key, t } from '../../../i18n/i18n';
import { Sentence } from '../../../i18n/sentence';
import type { TimelineMessage } from '../../../model/model';
import type { ConversationContext } from '../context/conversation-context';

interface Told {
  readonly text: Key;
  readonly users?: readonly string[];
  readonly title?: string;
  readonly said?: string;
}

function joinedText({ userIds, via }: Extract<SystemEvent, { event: 'joined' }>, actor: string): Key {
  const self = userIds.length === 1 && userIds[0] === actor;
  if (via === 'lobby') return 'system.joinedLobby';
  if (via === 'invite') return self ? 'system.joinedInvite' : 'system.letIn';
  return self ? 'system.joinedSelf' : 'system.joined';
}

function told(event: SystemEvent, actor: string): Told {
  switch (event.event) {
    case 'created':
      return event.title === undefined ? { text: 'system.created' } : { text: 'system.createdTitle', title: event.title };
    case 'joined':
      return { text: joinedText(event, actor), users: event.userIds };
    case 'left':
      return { text: 'system.left', users: event.userIds };
    case 'removed':
      return { text: 'system.removed', users: event.userIds };
    case 'renamed':
      return { text: 'system.renamed', title: event.title };
    case 'role':
      return { text: `system.role.${event.role}`, users: event.userIds };
    case 'announcement':
      return event.text === '' ? { text: 'system.announcementGone' } : { text: 'system.announcement', said: event.text };
    case 'mutedAll':
      return { text: event.on ? 'system.mutedAllOn' : 'system.mutedAllOff' };
    case 'settings':
      return { text: 'system.settings' };
    case 'dissolved':
      return { text: 'system.dissolved' };
    case 'unsupported':
      return { text: 'message.unsupported' };
    default:
      return event satisfies never;
  }
}

/** The names in a system event, as one text for previews. */
export function systemText(event: SystemEvent, actorId: string, nameOf: (userId: string) => string): string {
  const { text, users = [], title = '', said = '' } = told(event, actorId);
  return t(text, { actor: nameOf(actorId), users: formatList(users.map(nameOf)), title, text: said });
}

/** A centred small line: what happened, or that a message was recalled. */
export function QuietLine({ message, context }: { message: TimelineMessage; context: ConversationContext }) {
  const name = (userId: string): ComponentChildren => <bdi>{userId === context.myId ? t('common.you') : context.nameOf(userId)}</bdi>;
  if (message.body.kind === 'system') {
    const { text, users = [], title = '', said = '' } = told(message.body.event, message.senderId);
    return (
      <p class="system" data-seq={message.seq}>
        <span>
          <Sentence
            text={text}
            slots={{
              actor: name(message.senderId),
              users: <bdi>{formatList(users.map((id) => (id === context.myId ? t('common.you') : context.nameOf(id))))}</bdi>,
              title: <bdi>{title}</bdi>,
              text: <bdi>{said}</bdi>,
            }}
          />
        </span>
      </p>
    );
  }
  const own = message.senderId === context.myId;
  return (
    <p class="system" data-seq={message.seq}>
      <span>
        {own ? t('message.recalledOwn') : <Sentence text="message.recalledOther" slots={{ name: name(message.senderId) }} />}
        {context.canReedit(message) && (
          <button type="button" onClick={() => context.reedit(message)}>
            {t('message.reedit')}
          </button>
        )}
      </span>
    </p>
  );
}
