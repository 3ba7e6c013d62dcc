import { useState } from 'preact/hooks';
import type { User } from '../../../protocol/records';
import { Button } from '../../components/button';
import { problemOf } from '../../components/forms/problems';
import { TITLE } from '../../components/forms/rules';
import { TextField } from '../../components/forms/text-field';
import { navigate } from '../../components/navigation/router';
import { Dialog } from '../../components/overlays/dialog';
import { toast } from '../../components/overlays/toast';
import { useWork } from '../../components/states/work';
import { t } from '../../i18n/i18n';
import { problemText } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { PeoplePicker } from './people-picker';

export function NewGroupDialog({ onClose }: { onClose: () => void }) {
  const model = useModel();
  const [title, setTitle] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, User>>(new Map());
  const [busy, run] = useWork();
  const create = async () => {
    const made = await model.conversations.createGroup(title.trim(), [...chosen.keys()]);
    if (!made.ok) return void toast(problemText(made.problem), { kind: 'error' });
    onClose();
    navigate({ page: 'conversation', id: made.value });
  };
  return (
    <Dialog
      title={t('group.new')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={problemOf(TITLE, title.trim()) !== undefined || chosen.size === 0}
            onClick={() => run(create)}
          >
            {t('group.create')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('group.title')}
        value={title}
        onInput={setTitle}
        hint={t('group.titleHint')}
        maxChars={TITLE.maxChars}
        autoFocus
        autocomplete="off"
      />
      <PeoplePicker chosen={chosen} onChange={setChosen} without={new Set()} />
    </Dialog>
  );
}
