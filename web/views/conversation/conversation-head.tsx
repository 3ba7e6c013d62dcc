import { Avatar } from '../../components/avatar';
import { IconButton } from '../../components/button';
import { goBack } from '../../components/navigation/router';
import { formatLastSeen } from '../../i18n/format';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { canRetry, trouble, troubleText } from '../shared/trouble';
import { typingText } from '../shared/typing';
import { useModel } from '../shared/use-model';
import { useLivePresence } from '../shared/watching';
import { now } from '../state/clock';
import { detailsOpen } from '../state/shell-state';

function stateText(model: AppModel, item: InboxItem): { text: string; live: boolean } {
  const { kind, memberCount, peerId } = item.summary;
  if (trouble.value !== null) return { text: troubleText(trouble.value), live: false };
  const typing = typingText(item.typing, kind === 'group', model.people.nameOf);
  if (typing !== '') return { text: `${typing}…`, live: true };
  if (kind === 'group') return { text: t('group.count', { n: memberCount }), live: false };
  const presence = peerId === undefined ? undefined : model.people.presence(peerId);
  if (presence?.online === true) return { text: t('presence.online'), live: true };
  return { text: presence?.lastSeenAt === undefined ? '' : formatLastSeen(presence.lastSeenAt, now.value), live: false };
}

export function ConversationHead({ item }: { item: InboxItem }) {
  const model = useModel();
  const { text, live } = stateText(model, item);
  const { peerId, hue } = item.summary;
  useLivePresence(peerId === undefined ? [] : [peerId]);
  return (
    <header class="main-head">
      <IconButton icon="back" label={t('common.back')} class="phone-only" onClick={goBack} />
      <button
        type="button"
        class="main-head-peer"
        aria-expanded={detailsOpen.value}
        onClick={() => {
          detailsOpen.value = !detailsOpen.value;
        }}
      >
        <Avatar id={peerId ?? item.id} name={item.title} hue={hue} size="s" />
        <span class="truncate">
          <h1 class="main-title truncate">
            <bdi>{item.title}</bdi>
          </h1>
          {text !== '' && <span class={`main-state truncate${live ? ' live' : ''}`}>{text}</span>}
        </span>
      </button>
      {canRetry(trouble.value) && (
        <button type="button" class="link-button main-retry" onClick={() => model.reconnect()}>
          {t('connection.retryNow')}
        </button>
      )}
      <IconButton
        icon="more"
        label={t('conversation.menu')}
        popup="menu"
        onClick={(event) => {
          const at = event.currentTarget.getBoundingClientRect();
          void import('../shared/conversation-menu').then(({ openConversationMenu }) => openConversationMenu(model, item, at));
        }}
      />
    </header>
  );
}
