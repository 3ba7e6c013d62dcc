import { ConfirmDialog } from '../../components/forms/confirm-dialog';
import { navigate, route } from '../../components/navigation/router';
import { t } from '../../i18n/i18n';
import { isMember } from '../shared/membership';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

interface ConversationDialogProps {
  conversationId: string;
  onClose: () => void;
}

/** Closes a conversation that is no longer in the list. */
export function closeConversation(conversationId: string): void {
  const here = route.peek();
  if (here.page === 'conversation' && here.id === conversationId) navigate({ page: 'inbox' }, { replace: true });
}

export function ClearDialog({ conversationId, onClose }: ConversationDialogProps) {
  const model = useModel();
  return (
    <ConfirmDialog
      title={t('conversation.clearTitle')}
      action={t('conversation.clear')}
      work={() => attempt(model.groups.clearHistory(conversationId), t('conversation.cleared'))}
      onClose={onClose}
    >
      <p class="dialog-text">{t('conversation.clearHint')}</p>
    </ConfirmDialog>
  );
}

export function HideDialog({ conversationId, onClose }: ConversationDialogProps) {
  const model = useModel();
  const summary = model.inbox.item(conversationId).value?.summary;
  const hide = async () => {
    const hidden = await attempt(model.groups.hide(conversationId));
    if (hidden) closeConversation(conversationId);
    return hidden;
  };
  return (
    <ConfirmDialog title={t('conversation.deleteTitle')} action={t('conversation.delete')} work={hide} onClose={onClose}>
      <p class="dialog-text">{t(summary !== undefined && !isMember(summary) ? 'conversation.deleteHintOut' : 'conversation.deleteHint')}</p>
    </ConfirmDialog>
  );
}
