import { useState } from 'preact/hooks';
import { NAME_MAX_CHARS } from '../../../protocol/limits';
import { Button } from '../../components/button';
import { Dialog } from '../../components/overlays/dialog';
import { useWork } from '../../components/states/work';
import { TextField } from '../../components/text-field';
import { t } from '../../i18n/i18n';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

/** What one calls a contact; nobody else sees it. */
export function AliasDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const model = useModel();
  const [busy, run] = useWork();
  const before = model.people.contacts.value.contacts.find(({ user }) => user.id === userId)?.alias ?? '';
  const [alias, setAlias] = useState(before);
  const save = async () => {
    if (await attempt(model.people.setAlias(userId, alias.trim() || null))) onClose();
  };
  return (
    <Dialog
      title={t('people.aliasSet')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" disabled={alias.trim() === before} busy={busy} onClick={() => run(save)}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('people.alias')}
        value={alias}
        onInput={setAlias}
        hint={t('people.aliasHint', { name: model.people.user(userId)?.name ?? '' })}
        maxLength={NAME_MAX_CHARS}
        autoFocus
        autocomplete="off"
      />
    </Dialog>
  );
}
