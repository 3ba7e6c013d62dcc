import { Button } from '../../components/button';
import { navigate } from '../../components/navigation/router';
import { Empty } from '../../components/states/empty';
import { t } from '../../i18n/i18n';
import { dialog, type InboxFilter, inboxFilter } from '../state/shell-state';

const toPeople = () => navigate({ page: 'people' });

/** An empty inbox: the reason, and one next step. */
export function EmptyInbox({ filter }: { filter: InboxFilter }) {
  switch (filter) {
    case 'unread':
      return (
        <Empty art="tea" title={t('inbox.emptyUnread')} hint={t('inbox.emptyUnreadHint')}>
          <Button
            onClick={() => {
              inboxFilter.value = 'all';
            }}
          >
            {t('inbox.showAll')}
          </Button>
        </Empty>
      );
    case 'groups':
      return (
        <Empty art="nest" title={t('inbox.emptyGroups')} hint={t('inbox.emptyGroupsHint')}>
          <Button
            icon="people"
            onClick={() => {
              dialog.value = { kind: 'newGroup' };
            }}
          >
            {t('inbox.newGroup')}
          </Button>
        </Empty>
      );
    case 'archived':
      return <Empty art="letter" title={t('inbox.emptyArchived')} />;
    case 'all':
      return (
        <Empty art="perch" title={t('inbox.empty')} hint={t('inbox.emptyHint')}>
          <Button kind="primary" icon="personPlus" onClick={toPeople}>
            {t('inbox.emptyAction')}
          </Button>
        </Empty>
      );
    default:
      return filter satisfies never;
  }
}
