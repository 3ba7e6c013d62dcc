import { useState } from 'preact/hooks';
import { TITLE_MAX_CHARS } from '../../../protocol/limits';
import type { ConversationSummary } from '../../../protocol/records';
import { Button } from '../../components/button';
import { Dialog } from '../../components/overlays/dialog';
import { useWork } from '../../components/states/work';
import { TextField } from '../../components/text-field';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/model';
import { attempt } from '../shared/problem';
import { useModel, useSelfId } from '../shared/use-model';
import { leavePage } from './conversation-dialogs';

interface GroupDialogProps {
  conversationId: string;
  title: string;
  onClose: () => void;
}

export function RenameDialog({ conversationId, title: before, onClose }: GroupDialogProps) {
  const model = useModel();
  const [busy, run] = useWork();
  const [title, setTitle] = useState(before);
  const save = async () => {
    if (await attempt(model.conversations.update(conversationId, { title: title.trim() }))) onClose();
  };
  return (
    <Dialog
      title={t('group.rename')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" disabled={title.trim() === ''} busy={busy} onClick={() => run(save)}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <TextField label={t('group.title')} value={title} onInput={setTitle} maxLength={TITLE_MAX_CHARS} autoFocus autocomplete="off" />
    </Dialog>
  );
}

/** Who takes over when the owner goes: the server's rule. Undefined: nobody is left; null: not known here, the group is large. */
function successorOf(summary: ConversationSummary, myId: string): string | null | undefined {
  if (summary.memberCount <= 1) return undefined;
  const others = summary.members?.filter(({ userId }) => userId !== myId);
  if (others === undefined) return null;
  return (others.find(({ role }) => role === 'admin') ?? others[0])?.userId;
}

function heirText(model: AppModel, summary: ConversationSummary, myId: string): string {
  const heir = successorOf(summary, myId);
  if (heir === undefined) return t('group.leaveLast');
  if (summary.role !== 'owner') return '';
  return heir === null ? t('group.leaveOwnerUnknown') : t('group.leaveOwner', { name: model.people.nameOf(heir) });
}

/** Says what is lost before it is. */
export function LeaveDialog({ conversationId, title, onClose }: GroupDialogProps) {
  const model = useModel();
  const [busy, run] = useWork();
  const myId = useSelfId();
  const summary = model.inbox.item(conversationId).value?.summary;
  const heir = summary === undefined ? '' : heirText(model, summary, myId);
  const leave = async () => {
    if (!(await attempt(model.conversations.leave(conversationId)))) return;
    // Gone from this device's list already; this takes it off the others'.
    void model.groups.hide(conversationId);
    onClose();
    leavePage(conversationId);
  };
  return (
    <Dialog
      title={t('group.leaveTitle', { title })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => run(leave)}>
            {t('group.leave')}
          </Button>
        </>
      }
    >
      <p class="dialog-text">{t('group.leaveHint')}</p>
      {heir !== '' && <p class="dialog-text">{heir}</p>}
    </Dialog>
  );
}

export function DissolveDialog({ conversationId, title, onClose }: GroupDialogProps) {
  const model = useModel();
  const [busy, run] = useWork();
  const dissolve = async () => {
    if (await attempt(model.groups.dissolve(conversationId))) onClose();
  };
  return (
    <Dialog
      title={t('group.dissolveTitle', { title })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => run(dissolve)}>
            {t('group.dissolve')}
          </Button>
        </>
      }
    >
      <p class="dialog-text">{t('group.dissolveHint')}</p>
    </Dialog>
  );
}

export function TransferDialog({ conversationId, userId, onClose }: { conversationId: string; userId: string; onClose: () => void }) {
  const model = useModel();
  const [busy, run] = useWork();
  const transfer = async () => {
    if (await attempt(model.conversations.setRole(conversationId, userId, 'owner'))) onClose();
  };
  return (
    <Dialog
      title={t('group.transferTitle', { name: model.people.nameOf(userId) })}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="danger" busy={busy} onClick={() => run(transfer)}>
            {t('group.transfer')}
          </Button>
        </>
      }
    >
      <p class="dialog-text">{t('group.transferHint')}</p>
    </Dialog>
  );
}
