import type { ComponentChildren } from 'preact';
import type { User } from '../../../protocol/records';
import { Avatar } from '../../components/avatar';
import { formatLastSeen } from '../../i18n/format';
import { t } from '../../i18n/i18n';
import { now } from '../state/clock';
import { useModel } from './use-model';

interface PersonRowProps {
  user: User;
  note?: string | undefined;
  onOpen: () => void;
  children?: ComponentChildren;
}

/** A person in a list: avatar, name and quick actions. */
export function PersonRow({ user, note, onOpen, children }: PersonRowProps) {
  const model = useModel();
  const presence = model.people.presence(user.id);
  const name = model.people.nameOf(user.id);
  const shown = name === user.id ? user.name : name;
  const state =
    presence?.online === true
      ? t('presence.online')
      : presence?.lastSeenAt === undefined
        ? ''
        : formatLastSeen(presence.lastSeenAt, now.value);
  const line = note ?? user.about ?? state;
  return (
    <li class="people-row">
      <button type="button" class="row row-small" onClick={onOpen}>
        <Avatar id={user.id} name={shown} hue={user.hue} size="s" online={presence?.online === true} />
        <span class="row-text">
          <bdi class="row-name truncate">{shown}</bdi>
          {line !== '' && (
            <span class="row-preview truncate" dir="auto">
              {line}
            </span>
          )}
        </span>
      </button>
      {children !== undefined && <span class="row-actions">{children}</span>}
    </li>
  );
}
