import { useState } from 'preact/hooks';
import { Button } from '../../../components/button';
import { navigate } from '../../../components/navigation/router';
import { Dialog } from '../../../components/overlays/dialog';
import { Empty } from '../../../components/states/empty';
import { useWork } from '../../../components/states/work';
import { formatListTime } from '../../../i18n/format';
import { t } from '../../../i18n/i18n';
import type { TimelineMessage } from '../../../model/timeline';
import { Loaded } from '../../shared/loaded';
import { attempt } from '../../shared/problem';
import { useModel, useSelfId } from '../../shared/use-model';
import { useRequest } from '../../shared/use-request';
import { now } from '../../state/clock';
import { lineOf } from '../bodies/registry';

/** All pinned messages of a conversation, newest message first. */
export function PinsDialog({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const model = useModel();
  const [newest, retry] = useRequest(() => model.groups.pins(conversationId), conversationId);
  const [older, setOlder] = useState<{ readonly messages: readonly TimelineMessage[]; readonly hasMore: boolean } | null>(null);
  const [busy, run] = useWork();
  const names = { myId: useSelfId(), nameOf: model.people.nameOf };
  const loadMore = async (before: number | undefined) => {
    const answer = await model.groups.pins(conversationId, before);
    if (answer.ok) setOlder({ messages: [...answer.value.messages, ...(older?.messages ?? [])], hasMore: answer.value.hasMore });
    else await attempt(Promise.resolve(answer));
  };
  const open = (seq: number | undefined) => {
    onClose();
    if (seq !== undefined) navigate({ page: 'conversation', id: conversationId, seq }, { replace: true });
  };
  return (
    <Dialog title={t('conversation.pins')} onClose={onClose}>
      <Loaded answer={newest} onRetry={retry}>
        {({ messages, hasMore }) => {
          const all = [...(older?.messages ?? []), ...messages];
          if (all.length === 0) return <Empty art="perch" title={t('conversation.pinsNone')} />;
          return (
            <>
              <ul class="pins">
                {all.toReversed().map((message) => (
                  <li key={message.key}>
                    <button type="button" class="row row-small" onClick={() => open(message.seq)}>
                      <span class="row-text">
                        <span class="row-line">
                          <bdi class="row-name truncate">{model.people.nameOf(message.senderId)}</bdi>
                          <span class="row-time">{formatListTime(message.createdAt, now.value)}</span>
                        </span>
                        <bdi class="row-preview truncate">{lineOf(message, names)}</bdi>
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
              {(older?.hasMore ?? hasMore) && (
                <Button busy={busy} onClick={() => run(() => loadMore(all[0]?.seq))}>
                  {t('conversation.pinsMore')}
                </Button>
              )}
            </>
          );
        }}
      </Loaded>
    </Dialog>
  );
}
