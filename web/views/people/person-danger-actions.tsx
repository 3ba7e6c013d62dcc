import { toast } from '../../components/overlays/toast';
import { useWork } from '../../components/states/work';
import { t } from '../../i18n/i18n';
import { attempt } from '../shared/problem';
import { useModel, useSelfId } from '../shared/use-model';
import { dialog } from '../state/shell-state';
import { Action } from './profile';

/** Actions that separate two people, for the end of a list: blocking can be undone, removing a contact asks first. */
export function PersonDangerActions({ userId }: { userId: string }) {
  const model = useModel();
  const myId = useSelfId();
  const [busy, run] = useWork();
  if (userId === myId) return null;
  const name = model.people.nameOf(userId);
  const { contacts, blocked } = model.people.contacts.value;
  const block = async () => {
    if (!(await attempt(model.people.block(userId)))) return;
    toast(t('people.blockedToast', { name }), {
      action: { label: t('common.undo'), run: () => void attempt(model.people.unblock(userId)) },
    });
  };
  return (
    <>
      {blocked.some(({ id }) => id === userId) ? (
        <Action icon="block" label={t('people.unblock')} busy={busy} onClick={() => run(() => attempt(model.people.unblock(userId)))} />
      ) : (
        <Action icon="block" label={t('people.block')} danger busy={busy} onClick={() => run(block)} />
      )}
      {contacts.some(({ user }) => user.id === userId) && (
        <Action
          icon="trash"
          label={t('people.removeContact')}
          danger
          onClick={() => {
            dialog.value = {
              kind: 'confirm',
              title: t('people.removeTitle', { name }),
              hint: t('people.removeHint'),
              action: t('people.removeContact'),
              work: () => attempt(model.people.remove(userId), t('people.removedToast', { name })),
            };
          }}
        />
      )}
    </>
  );
}
