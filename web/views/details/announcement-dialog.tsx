import { useState } from 'preact/hooks';
import { ANNOUNCEMENT_MAX_CHARS } from '../../../protocol/limits';
import { Button } from '../../components/button';
import { Dialog } from '../../components/overlays/dialog';
import { useWork } from '../../components/states/work';
import { TextField } from '../../components/text-field';
import { t } from '../../i18n/i18n';
import { leads } from '../shared/membership';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

/** What a group's admins announce: all of it to read, and for those who lead to write. */
export function AnnouncementDialog({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const model = useModel();
  const [busy, run] = useWork();
  const summary = model.inbox.item(conversationId).value?.summary;
  const before = summary?.announcement ?? '';
  const [text, setText] = useState(before);
  const mayWrite = summary !== undefined && leads(summary);
  const save = async () => {
    if (await attempt(model.conversations.update(conversationId, { announcement: text.trim() }))) onClose();
  };
  if (!mayWrite) {
    return (
      <Dialog title={t('group.announcement')} onClose={onClose}>
        <p class="announcement" dir="auto">
          {before}
        </p>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('group.announcement')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" disabled={text.trim() === before} busy={busy} onClick={() => run(save)}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('group.announcement')}
        value={text}
        onInput={setText}
        hint={t('group.announcementHint')}
        maxLength={ANNOUNCEMENT_MAX_CHARS}
        rows={6}
      />
    </Dialog>
  );
}
