import { Dialog } from '../../../components/overlays/dialog';
import { Empty } from '../../../components/states/empty';
import { t } from '../../../i18n/i18n';
import type { Readers } from '../../../model/rare-actions';
import { Loaded } from '../../shared/loaded';
import { PersonRow } from '../../shared/person-row';
import { useModel } from '../../shared/use-model';
import { useRequest } from '../../shared/use-request';
import { dialog } from '../../state/shell-state';

/** The readers of a group message; in large groups only their number. Loads again when a member reads on. */
export function ReadersDialog({ conversationId, seq, onClose }: { conversationId: string; seq: number; onClose: () => void }) {
  const model = useModel();
  const session = model.session.state.value;
  const off = session.state === 'signedIn' && session.self.settings.readReceipts === false;
  const read = model.inbox.item(conversationId).value?.summary.peerReadSeq ?? 0;
  const [readers, retry] = useRequest(() => model.groups.readers(conversationId, seq), `${conversationId} ${seq} ${read}`);
  return (
    <Dialog title={t('message.readers')} onClose={onClose}>
      {off ? (
        <p class="dialog-text">{t('message.readersOff')}</p>
      ) : (
        <Loaded answer={readers} onRetry={retry}>
          {(found) => <Found readers={found} />}
        </Loaded>
      )}
    </Dialog>
  );
}

function Found({ readers: { count, userIds } }: { readers: Readers }) {
  const model = useModel();
  if (count === 0) return <Empty art="tea" title={t('message.readersNone')} />;
  return (
    <>
      <p class="dialog-text">{t('message.info', { n: count })}</p>
      {userIds !== undefined && (
        <ul>
          {userIds.map((id) => (
            <PersonRow
              key={id}
              user={model.people.user(id) ?? { id, name: model.people.nameOf(id) }}
              onOpen={() => {
                dialog.value = { kind: 'profile', userId: id };
              }}
            />
          ))}
        </ul>
      )}
    </>
  );
}
