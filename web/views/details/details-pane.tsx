import { useEffect } from 'preact/hooks';
import { Avatar } from '../../components/avatar';
import { IconButton } from '../../components/button';
import { openMenu } from '../../components/overlays/open-menu';
import { t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import { MarkedText } from '../../markup/marked-text';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { PersonDangerActions } from '../people/person-danger-actions';
import { Action, Profile } from '../people/profile';
import { conversationItems, muteItems } from '../shared/conversation-menu';
import { may } from '../shared/membership';
import { useModel } from '../shared/use-model';
import { dialog } from '../state/shell-state';
import { GroupSettings, maySet } from './group-settings';
import { Members } from './members';

/** The profile or group of the open conversation, and its settings. */
export function DetailsPane({ id, onClose }: { id: string; onClose: () => void }) {
  const model = useModel();
  const item = model.inbox.item(id).value;
  const peerId = item?.summary.peerId;
  useEffect(() => {
    if (peerId !== undefined) void model.people.load(peerId);
  }, [peerId]);
  return (
    <>
      <header class="pane-head">
        <h2 class="pane-title">{t('details.title')}</h2>
        <IconButton icon="close" label={t('common.close')} onClick={onClose} />
      </header>
      <div class="pane-body scroll">
        {item !== undefined && (peerId === undefined ? <GroupCard item={item} /> : <Profile userId={peerId} onDone={onClose} />)}
        {item !== undefined && <Choices model={model} item={item} />}
        {item !== undefined && maySet(item.summary) && <GroupSettings item={item} />}
        {item !== undefined && peerId === undefined && <Members item={item} />}
        {item !== undefined && <Endings model={model} item={item} />}
      </div>
    </>
  );
}

function GroupCard({ item }: { item: InboxItem }) {
  const { summary, title } = item;
  return (
    <>
      <div class="profile-card">
        <Avatar id={item.id} name={title} hue={summary.hue} size="xl" />
        <bdi class="profile-name">{title}</bdi>
        <span class="profile-note">{t('group.count', { n: summary.memberCount })}</span>
      </div>
      {summary.announcement !== undefined && summary.announcement !== '' && (
        <section class="section">
          <h3>{t('group.announcement')}</h3>
          <MarkedText class="announcement" text={summary.announcement} />
        </section>
      )}
    </>
  );
}

/** The actions of the conversation's menu, without the mute choices, which open their own menu. */
function Choices({ model, item }: { model: AppModel; item: InboxItem }) {
  const mute = muteItems(model, item);
  return (
    <div class="section">
      <button
        type="button"
        class="action-row"
        aria-haspopup={item.muted ? undefined : 'menu'}
        onClick={(event) => {
          if (item.muted) mute[0]?.onSelect();
          else openMenu({ label: t('mute.mute'), at: event.currentTarget.getBoundingClientRect(), items: mute });
        }}
      >
        <ActionBody icon={item.muted ? 'bell' : 'bellOff'} label={item.muted ? t('mute.unmute') : t('mute.mute')} />
      </button>
      {conversationItems(model, item)
        .filter(({ part }) => part === 'place')
        .map((entry) => (
          <Action key={entry.label} icon={entry.icon ?? 'info'} label={entry.label} onClick={entry.onSelect} />
        ))}
    </div>
  );
}

/** Destructive actions, at the very end. */
function Endings({ model, item }: { model: AppModel; item: InboxItem }) {
  const { summary, id, title } = item;
  return (
    <div class="section">
      {summary.peerId !== undefined && <PersonDangerActions userId={summary.peerId} />}
      {conversationItems(model, item)
        .filter(({ part }) => part === 'end')
        .map((entry) => (
          <Action key={entry.label} icon={entry.icon ?? 'info'} label={entry.label} danger onClick={entry.onSelect} />
        ))}
      {may(summary, 'dissolve') && (
        <Action
          icon="block"
          label={t('group.dissolve')}
          danger
          onClick={() => {
            dialog.value = { kind: 'dissolve', conversationId: id, title };
          }}
        />
      )}
    </div>
  );
}

function ActionBody({ icon, label }: { icon: 'bell' | 'bellOff'; label: string }) {
  return (
    <>
      <Icon name={icon} />
      <span class="grow">{label}</span>
    </>
  );
}
