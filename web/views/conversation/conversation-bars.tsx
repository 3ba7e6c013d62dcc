import { lazy } from '../../components/states/lazy';
import type { InboxItem } from '../../model/inbox';
import { may } from '../shared/membership';
import { useModel } from '../shared/use-model';

const AnnouncementBar = lazy(async () => (await import('./bars')).AnnouncementBar);
const RequestsBar = lazy(async () => (await import('./bars')).RequestsBar);
const StrangerBar = lazy(async () => (await import('./bars')).StrangerBar);

/** The bars between the header and the messages. */
export function ConversationBars({ item }: { item: InboxItem }) {
  const model = useModel();
  const { summary } = item;
  const { peerId, announcement = '', requests = 0 } = summary;
  if (peerId === undefined) {
    return (
      <>
        {requests > 0 && may(summary, 'approve') && <RequestsBar item={item} />}
        {announcement !== '' && <AnnouncementBar key={announcement} item={item} announcement={announcement} />}
      </>
    );
  }
  const { contacts, blocked } = model.people.contacts.value;
  const known = contacts.some(({ user }) => user.id === peerId) || blocked.some(({ id }) => id === peerId);
  return known || !model.people.contactsLoaded.value ? null : <StrangerBar key={peerId} peerId={peerId} />;
}
