import { NAME_MAX_CHARS } from '../../../protocol/limits';
import { FieldDialog } from '../../components/forms/field-dialog';
import { t } from '../../i18n/i18n';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

/** The user's private nickname for a contact. */
export function AliasDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const model = useModel();
  return (
    <FieldDialog
      title={t('people.aliasSet')}
      label={t('people.alias')}
      hint={t('people.aliasHint', { name: model.people.user(userId)?.name ?? '' })}
      before={model.people.contacts.value.contacts.find(({ user }) => user.id === userId)?.alias ?? ''}
      rule={NAME_MAX_CHARS}
      action={t('common.save')}
      save={(alias) => attempt(model.people.setAlias(userId, alias || null))}
      onClose={onClose}
    />
  );
}
