import { Button, IconButton } from '../../components/button';
import { WorkButton } from '../../components/states/work-button';
import { t } from '../../i18n/i18n';
import { Sentence } from '../../i18n/sentence';
import { Icon } from '../../icons/icon';
import { plainLine } from '../../markup/plain';
import type { InboxItem } from '../../model/inbox';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { dialog } from '../state/shell-state';
import { useHiddenBar } from './context/closed-bars';

/** A short hash that distinguishes texts without storing them. */
function digest(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (Math.imul(sum, 31) + text.charCodeAt(i)) | 0;
  return sum;
}

/** The group's announcement, until the user hides it; a new one shows again. */
export function AnnouncementBar({ item, announcement }: { item: InboxItem; announcement: string }) {
  const [closed, close] = useHiddenBar(`${item.id} ${digest(announcement)}`);
  if (closed) return null;
  return (
    <div class="bar">
      <Icon name="megaphone" class="icon-s" />
      <button
        type="button"
        class="bar-text truncate"
        data-tip={t('group.announcementOpen')}
        onClick={() => {
          dialog.value = { kind: 'announcement', conversationId: item.id };
        }}
      >
        <b>{t('group.announcement')}</b> <bdi>{plainLine(announcement)}</bdi>
      </button>
      <IconButton icon="close" label={t('group.announcementClose')} onClick={close} />
    </div>
  );
}

/** Pending join requests, for members who may approve them. */
export function RequestsBar({ item }: { item: InboxItem }) {
  return (
    <div class="bar" role="status">
      <Icon name="personPlus" class="icon-s" />
      <span class="bar-text truncate">{t('group.requestsWaiting', { n: item.summary.requests ?? 0 })}</span>
      <Button
        onClick={() => {
          dialog.value = { kind: 'requests', conversationId: item.id };
        }}
      >
        {t('group.requestsReview')}
      </Button>
    </div>
  );
}

/** What the user can do about a person who is not a contact. */
export function StrangerBar({ peerId }: { peerId: string }) {
  const model = useModel();
  const [closed, close] = useHiddenBar(`stranger ${peerId}`);
  const { requests } = model.people.contacts.value;
  const request = requests.find(({ user }) => user.id === peerId);
  if (closed || request?.direction === 'out') return null;
  const name = <bdi>{model.people.nameOf(peerId)}</bdi>;
  return (
    <div class="bar">
      <Icon name="person" class="icon-s" />
      <span class="bar-text truncate">
        <Sentence text={request === undefined ? 'people.strangerHint' : 'people.asksHint'} slots={{ name }} />
      </span>
      {request === undefined ? (
        <Button
          onClick={() => {
            dialog.value = { kind: 'request', userId: peerId };
          }}
        >
          {t('people.add')}
        </Button>
      ) : (
        <WorkButton work={() => attempt(model.people.accept(peerId))}>{t('people.accept')}</WorkButton>
      )}
      <IconButton icon="close" label={t('common.close')} onClick={close} />
    </div>
  );
}
