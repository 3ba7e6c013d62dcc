import type { ComponentChildren } from 'preact';
import type { BodyOf, SystemEvent } from '../../../../protocol/bodies';
import { formatList } from '../../../i18n/format';
import { type Key, t } from '../../../i18n/i18n';
import { Sentence } from '../../../i18n/sentence';
import { plainLine } from '../../../markup/plain';
import type { BodyView, Names } from './body-view';

interface EventText {
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

function textOf(event: SystemEvent, actor: string): EventText {
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
      return event.text === '' ? { text: 'system.announcementGone' } : { text: 'system.announcement', said: plainLine(event.text) };
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

/** A person's name, or "you". */
const nameFor =
  ({ myId, nameOf }: Names, you: Key = 'common.you') =>
  (userId: string): string =>
    userId === myId ? t(you) : nameOf(userId);

/** Sentences that begin with the people they are about; elsewhere "you" stands inside the sentence. */
const BEGIN_WITH_USERS: ReadonlySet<Key> = new Set<Key>(['system.joinedSelf', 'system.joinedInvite', 'system.left']);
const usersFor = (text: Key, users: readonly string[], names: Names): string =>
  formatList(users.map(nameFor(names, BEGIN_WITH_USERS.has(text) ? 'common.you' : 'system.you')));

/** An event that the server reports. */
export const systemView: BodyView<BodyOf<'system'>> = {
  View: ({ body, message, context }) => {
    const { text, users = [], title = '', said = '' } = textOf(body.event, message.senderId);
    const name = nameFor(context);
    const isolated = (shown: string): ComponentChildren => <bdi>{shown}</bdi>;
    return (
      <Sentence
        text={text}
        slots={{
          actor: isolated(name(message.senderId)),
          users: isolated(usersFor(text, users, context)),
          title: isolated(title),
          text: isolated(said),
        }}
      />
    );
  },
  line: ({ body, senderId }, names) => {
    const { text, users = [], title = '', said = '' } = textOf(body.event, senderId);
    const name = nameFor(names);
    return t(text, { actor: name(senderId), users: usersFor(text, users, names), title, text: said });
  },
  height: () => 0,
};
