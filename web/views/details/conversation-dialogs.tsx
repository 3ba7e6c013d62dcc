import { Button } from '../../components/button';
import { navigate, route } from '../../components/navigation/router';
import { Dialog } from '../../components/overlays/dialog';
import { useWork } from '../../components/states/work';
import { t } from '../../i18n/i18n';
import { isIn } from '../shared/membership';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

interface ConversationDialogProps {
  conversationId: string;
  onClose: () => void;
}

/** Leaves a conversation that is no longer on the list. */
export function leavePage(conversationId: string): void {
  const here = route.peek();
  if (here.page === 'conversation' && here.id === conversationId) navigate({ page: 'inbox' }, { replace: true });
}

export function ClearDialog({ conversationId, onClose }: ConversationDialogProps) {
  const model = useModel();
  const [busy, run] = useWork();
  const clear = async () => {
    if (await attempt(model.groups.clearHistory(conversationId), t('conversation.cleared'))) onClose();
  };
  return (
    <Dialog
      title={t('conversation.clearTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => run(clear)}>
            {t('conversation.clear')}
          </Button>
        </>
      }
    >
      <p class="dialog-text">{t('conversation.clearHint')}</p>
    </Dialog>
  );
}

export function HideDialog({ conversationId, onClose }: ConversationDialogProps) {
  const model = useModel();
  const [busy, run] = useWork();
  const summary = model.inbox.item(conversationId).value?.summary;
  const hide = async () => {
    if (!(await attempt(model.groups.hide(conversationId)))) return;
    onClose();
    leavePage(conversationId);
  };
  return (
    <Dialog
      title={t('conversation.deleteTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => run(hide)}>
            {t('conversation.delete')}
          </Button>
        </>
      }
    >
      <p class="dialog-text">{t(summary !== undefined && !isIn(summary) ? 'conversation.deleteHintOut' : 'conversation.deleteHint')}</p>
    </Dialog>
  );
}
