import { useEffect, useState } from 'preact/hooks';
import { Button, IconButton } from '../../components/button';
import { navigate, route } from '../../components/navigation/router';
import { Delayed, Empty } from '../../components/states/empty';
import { lazy } from '../../components/states/lazy';
import { t } from '../../i18n/i18n';
import type { InboxItem } from '../../model/inbox';
import { useModel } from '../shared/use-model';

/** The largest part of the app's code, fetched while the inbox renders. */
const ConversationView = lazy(async () => (await import('./conversation-view')).ConversationView, { eager: true, Waiting: Fetching });

/** The conversation with an id, once the inbox has it. */
export function ConversationPane({ id, seq }: { id: string; seq: number | undefined }) {
  const model = useModel();
  const item = model.inbox.item(id).value;
  if (item !== undefined) return <OpenConversation item={item} seq={seq} />;
  if (!model.inbox.loaded.value) return <Fetching />;
  return (
    <div class="main-view">
      <header class="main-head phone-only">
        <IconButton icon="back" label={t('common.back')} onClick={() => navigate({ page: 'inbox' }, { replace: true })} />
      </header>
      <div class="main-empty">
        <Empty art="search" title={t('conversation.missing')}>
          <Button onClick={() => navigate({ page: 'inbox' }, { replace: true })}>{t('conversation.toInbox')}</Button>
        </Empty>
      </div>
    </div>
  );
}

/** Keeps the timeline open while the conversation is on screen. */
function OpenConversation({ item, seq }: { item: InboxItem; seq: number | undefined }) {
  const model = useModel();
  const [timeline] = useState(() => model.openTimeline(item.id));
  useEffect(() => () => timeline.close(), [timeline]);
  // Opening removes the unread mark, however the user got here; a mark set while it is open stays until the next opening.
  useEffect(() => {
    if (item.markedUnread) void model.conversations.markUnread(item.id, false);
  }, []);
  // A jump to the same message again is a new route value, and so a new request.
  const here = route.value;
  const [target, setTarget] = useState<{ seq: number } | null>(seq === undefined ? null : { seq });
  useEffect(() => {
    if (here.page === 'conversation' && here.seq !== undefined) setTarget({ seq: here.seq });
  }, [here]);
  return <ConversationView item={item} timeline={timeline} target={target} onTarget={setTarget} />;
}

function Fetching() {
  return (
    <Delayed>
      <div class="main-empty">
        <span class="spinner" role="status" aria-label={t('common.loading')} />
      </div>
    </Delayed>
  );
}
