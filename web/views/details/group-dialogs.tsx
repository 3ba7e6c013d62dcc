import type { ConversationSummary } from '../../../protocol/records';
import { ROLE_AFTER, rankOf } from '../../../protocol/roles';
import { ConfirmDialog } from '../../components/forms/confirm-dialog';
import { FieldDialog } from '../../components/forms/field-dialog';
import { TITLE } from '../../components/forms/rules';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import { may } from '../shared/membership';
import { attempt } from '../shared/problem';
import { useModel, useSelfId } from '../shared/use-model';
import { closeConversation } from './conversation-dialogs';

interface GroupDialogProps {
  conversationId: string;
  title: string;
  onClose: () => void;
}

export function RenameDialog({ conversationId, title, onClose }: GroupDialogProps) {
  const model = useModel();
  return (
    <FieldDialog
      title={t('group.rename')}
      label={t('group.title')}
      before={title}
      rule={TITLE}
      action={t('common.save')}
      save={(next) => attempt(model.conversations.update(conversationId, { title: next }))}
      onClose={onClose}
    />
  );
}

/**
 * The successor of an owner who leaves, by the server's rule. Undefined: nobody is left; null: unknown here, because the group is large.
 */
function successorOf(summary: ConversationSummary, myId: string): string | null | undefined {
  if (summary.memberCount <= 1) return undefined;
  const others = summary.members?.filter(({ userId }) => userId !== myId);
  if (others === undefined) return null;
  // Members are in the order of joining.
  return [...others].sort((a, b) => rankOf(a.role) - rankOf(b.role))[0]?.userId;
}

function successorText(model: AppModel, summary: ConversationSummary, myId: string): string {
  const successor = successorOf(summary, myId);
  if (successor === undefined) return t('group.leaveLast');
  if (!may(summary, 'transfer')) return '';
  return successor === null ? t('group.leaveOwnerUnknown') : t('group.leaveOwner', { name: model.people.nameOf(successor) });
}

/** States the loss before the user confirms. */
export function LeaveDialog({ conversationId, title, onClose }: GroupDialogProps) {
  const model = useModel();
  const myId = useSelfId();
  const summary = model.inbox.item(conversationId).value?.summary;
  const successor = summary === undefined ? '' : successorText(model, summary, myId);
  const leave = async () => {
    const left = await attempt(model.conversations.leave(conversationId));
    if (left) {
      // It has left this device's list already; this removes it from the user's other devices.
      void model.groups.hide(conversationId);
      closeConversation(conversationId);
    }
    return left;
  };
  return (
    <ConfirmDialog title={t('group.leaveTitle', { title })} action={t('group.leave')} work={leave} onClose={onClose}>
      <p class="dialog-text">{t('group.leaveHint')}</p>
      {successor !== '' && <p class="dialog-text">{successor}</p>}
    </ConfirmDialog>
  );
}

export function DissolveDialog({ conversationId, title, onClose }: GroupDialogProps) {
  const model = useModel();
  return (
    <ConfirmDialog
      title={t('group.dissolveTitle', { title })}
      action={t('group.dissolve')}
      work={() => attempt(model.groups.dissolve(conversationId))}
      onClose={onClose}
    >
      <p class="dialog-text">{t('group.dissolveHint')}</p>
    </ConfirmDialog>
  );
}

export function TransferDialog({ conversationId, userId, onClose }: { conversationId: string; userId: string; onClose: () => void }) {
  const model = useModel();
  return (
    <ConfirmDialog
      title={t('group.transferTitle', { name: model.people.nameOf(userId) })}
      action={t('group.transfer')}
      work={() => attempt(model.conversations.setRole(conversationId, userId, ROLE_AFTER.takingOver))}
      onClose={onClose}
    >
      <p class="dialog-text">{t('group.transferHint')}</p>
    </ConfirmDialog>
  );
}
