import { Avatar } from '../../components/avatar';
import { useWork } from '../../components/states/work';
import { formatLastSeen } from '../../i18n/format';
import { formatNumber, t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import type { IconName } from '../../icons/paths';
import { openDirect } from '../shared/open-direct';
import { attempt } from '../shared/problem';
import { useModel, useSelfId } from '../shared/use-model';
import { useLivePresence } from '../shared/watching';
import { now } from '../state/clock';
import { dialog } from '../state/shell-state';

interface ActionProps {
  icon: IconName;
  label: string;
  danger?: boolean;
  /** A count at the end of the row. */
  count?: number;
  busy?: boolean;
  onClick: () => void;
}

/** An action row: icon, label and count. */
export function Action({ icon, label, danger = false, count = 0, busy = false, onClick }: ActionProps) {
  return (
    <button
      type="button"
      class={`action-row${danger ? ' action-danger' : ''}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      <Icon name={icon} />
      <span class="grow">{label}</span>
      {count > 0 && <span class="chip-count">{formatNumber(count)}</span>}
    </button>
  );
}

/** A person's card and actions; `PersonDangerActions` has blocking and removing. */
export function Profile({ userId, onDone, withMessage = false }: { userId: string; onDone: () => void; withMessage?: boolean }) {
  const model = useModel();
  const myId = useSelfId();
  const [busy, run] = useWork();
  useLivePresence([userId]);
  const name = model.people.nameOf(userId);
  const user = model.people.user(userId);
  const presence = model.people.presence(userId);
  const { contacts, requests, blocked } = model.people.contacts.value;
  const contact = contacts.find(({ user: candidate }) => candidate.id === userId);
  const isContact = contact !== undefined;
  const request = requests.find((candidate) => candidate.user.id === userId);
  const isBlocked = blocked.some(({ id }) => id === userId);
  const state =
    presence?.online === true
      ? t('presence.online')
      : presence?.lastSeenAt === undefined
        ? ''
        : formatLastSeen(presence.lastSeenAt, now.value);
  const decline = () => run(() => attempt(model.people.remove(userId)));
  return (
    <>
      <div class="profile-card">
        <Avatar id={userId} name={name} hue={user?.hue} size="xl" />
        <bdi class="profile-name">{name}</bdi>
        {contact?.alias !== undefined && <bdi class="profile-note">{t('people.ownName', { name: user?.name ?? contact.user.name })}</bdi>}
        {request?.note !== undefined && (
          <p class="profile-statement" dir="auto">
            {request.note}
          </p>
        )}
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
                void openDirect(model, userId);
              }}
            />
          )}
          {request?.direction === 'in' && (
            <Action icon="check" label={t('people.accept')} busy={busy} onClick={() => run(() => attempt(model.people.accept(userId)))} />
          )}
          {request !== undefined && (
            <Action
              icon="close"
              label={request.direction === 'in' ? t('people.decline') : t('people.withdraw')}
              busy={busy}
              onClick={decline}
            />
          )}
          {!isContact && request === undefined && !isBlocked && (
            <Action
              icon="personPlus"
              label={t('people.add')}
              onClick={() => {
                dialog.value = { kind: 'request', userId };
              }}
            />
          )}
          {isContact && (
            <Action
              icon="edit"
              label={t('people.aliasSet')}
              onClick={() => {
                dialog.value = { kind: 'alias', userId };
              }}
            />
          )}
        </div>
      )}
    </>
  );
}
