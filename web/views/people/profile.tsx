import { Avatar } from '../../components/avatar';
import { toast } from '../../components/toast';
import { formatLastSeen } from '../../i18n/format';
import { t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import type { IconName } from '../../icons/paths';
import { now } from '../clock';
import { attempt } from '../problem';
import { useModel, useSelfId } from '../use-model';
import { talkTo } from './talk-to';

/** A row that does something: drawing, words, and nothing more. */
export function Action({ icon, label, danger = false, onClick }: { icon: IconName; label: string; danger?: boolean; onClick: () => void }) {
  return (
    <button type="button" class={`action-row${danger ? ' action-danger' : ''}`} onClick={onClick}>
      <Icon name={icon} />
      <span class="grow">{label}</span>
    </button>
  );
}

/** A person's card and what one may do about them. */
export function Profile({ userId, onDone, withMessage = false }: { userId: string; onDone: () => void; withMessage?: boolean }) {
  const model = useModel();
  const myId = useSelfId();
  const name = model.people.nameOf(userId);
  const user = model.people.user(userId);
  const presence = model.people.presence(userId);
  const { contacts, requests, blocked } = model.people.contacts.value;
  const isContact = contacts.some((contact) => contact.user.id === userId);
  const request = requests.find((one) => one.user.id === userId);
  const isBlocked = blocked.some(({ id }) => id === userId);
  const state =
    presence?.online === true
      ? t('presence.online')
      : presence?.lastSeenAt === undefined
        ? ''
        : formatLastSeen(presence.lastSeenAt, now.value);
  const remove = () => void attempt(model.people.remove(userId), t('people.removedToast', { name }));
  const block = async () => {
    if (!(await attempt(model.people.block(userId)))) return;
    toast(t('people.blockedToast', { name }), {
      action: { label: t('common.undo'), run: () => void attempt(model.people.unblock(userId)) },
    });
  };
  return (
    <>
      <div class="profile-card">
        <Avatar id={userId} name={name} hue={user?.hue} size="xl" />
        <bdi class="profile-name">{name}</bdi>
        {state !== '' && <span class="profile-note">{state}</span>}
        {user?.about !== undefined && user.about !== '' && (
          <p class="profile-note" dir="auto">
            {user.about}
          </p>
        )}
      </div>
      {userId !== myId && (
        <div class="section">
          {withMessage && (
            <Action
              icon="compose"
              label={t('people.message')}
              onClick={() => {
                onDone();
                void talkTo(model, userId);
              }}
            />
          )}
          {request?.direction === 'in' && (
            <Action icon="check" label={t('people.accept')} onClick={() => void attempt(model.people.accept(userId))} />
          )}
          {request !== undefined && (
            <Action icon="close" label={request.direction === 'in' ? t('people.decline') : t('people.withdraw')} onClick={remove} />
          )}
          {!isContact && request === undefined && !isBlocked && (
            <Action
              icon="personPlus"
              label={t('people.add')}
              onClick={() => void attempt(model.people.request(userId), t('people.requestSent'))}
            />
          )}
          {isContact && <Action icon="trash" label={t('people.removeContact')} danger onClick={remove} />}
          {isBlocked ? (
            <Action icon="block" label={t('people.unblock')} onClick={() => void attempt(model.people.unblock(userId))} />
          ) : (
            <Action icon="block" label={t('people.block')} danger onClick={() => void block()} />
          )}
        </div>
      )}
    </>
  );
}
