import { Dialog } from '../../components/overlays/dialog';
import { Empty } from '../../components/states/empty';
import { t } from '../../i18n/i18n';
import type { Result } from '../../model/result';
import { Decision } from '../people/decision';
import { Loaded } from '../shared/loaded';
import { PersonRow } from '../shared/person-row';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { useRequest } from '../shared/use-request';
import { dialog } from '../state/shell-state';

/** Pending join requests of a group; loads again when their number changes. */
export function RequestsDialog({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const model = useModel();
  const waiting = model.inbox.item(conversationId).value?.summary.requests ?? 0;
  const [requests, retry] = useRequest(() => model.groups.requests(conversationId), `${conversationId} ${waiting}`);
  const decide = async (decided: Promise<Result<null>>) => {
    await attempt(decided);
    retry();
  };
  return (
    <Dialog title={t('group.requests')} onClose={onClose}>
      <Loaded answer={requests} onRetry={retry}>
        {(all) =>
          all.length === 0 ? (
            <Empty art="tea" title={t('group.requestsNone')} />
          ) : (
            <ul>
              {all.map(({ user, note }) => (
                <PersonRow
                  key={user.id}
                  user={user}
                  note={note}
                  onOpen={() => {
                    dialog.value = { kind: 'profile', userId: user.id };
                  }}
                >
                  <Decision
                    yes={t('group.letIn')}
                    onYes={() => decide(model.groups.acceptRequest(conversationId, user.id))}
                    no={t('group.turnDown')}
                    onNo={() => decide(model.groups.declineRequest(conversationId, user.id))}
                  />
                </PersonRow>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Dialog>
  );
}
