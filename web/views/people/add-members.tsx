import { useState } from 'preact/hooks';
import type { User } from '../../../protocol/records';
import { Button } from '../../components/button';
import { Dialog } from '../../components/overlays/dialog';
import { useWork } from '../../components/states/work';
import { t } from '../../i18n/i18n';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { PeoplePicker } from './people-picker';

export function AddMembersDialog({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const model = useModel();
  const [busy, run] = useWork();
  const [chosen, setChosen] = useState<ReadonlyMap<string, User>>(new Map());
  const members = model.inbox.item(conversationId).value?.summary.members ?? [];
  const add = async () => {
    if (await attempt(model.conversations.addMembers(conversationId, [...chosen.keys()]))) onClose();
  };
  return (
    <Dialog
      title={t('group.addMembers')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" disabled={chosen.size === 0} busy={busy} onClick={() => run(add)}>
            {t('common.add')}
          </Button>
        </>
      }
    >
      <PeoplePicker chosen={chosen} onChange={setChosen} without={new Set(members.map(({ userId }) => userId))} />
    </Dialog>
  );
}
