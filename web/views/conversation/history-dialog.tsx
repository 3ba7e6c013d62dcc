import { useEffect, useState } from 'preact/hooks';
import type { Edit } from '../../../protocol/records';
import { Dialog } from '../../components/dialog';
import { formatFull } from '../../i18n/format';
import { t } from '../../i18n/i18n';
import type { Result } from '../../model';
import { problemText } from '../problem';
import { useModel } from '../use-model';

/** All wordings of an edited message, the present one on top and the first one last. */
export function HistoryDialog({ conversationId, seq, onClose }: { conversationId: string; seq: number; onClose: () => void }) {
  const model = useModel();
  const [edits, setEdits] = useState<Result<readonly Edit[]> | null>(null);
  useEffect(() => {
    const timeline = model.openTimeline(conversationId);
    let gone = false;
    void timeline.edits(seq).then((result) => {
      if (!gone) setEdits(result);
    });
    return () => {
      gone = true;
      timeline.close();
    };
  }, [conversationId, seq]);
  return (
    <Dialog title={t('message.editHistory')} onClose={onClose}>
      {edits === null && <span class="spinner" role="status" aria-label={t('common.loading')} />}
      {edits?.ok === false && <p class="form-error">{problemText(edits.problem)}</p>}
      {edits?.ok === true && (
        <ol class="history">
          {edits.value
            .map((edit, i) => (
              <li key={edit.at}>
                <p class="history-head">
                  <b>
                    {i === 0
                      ? t('message.original')
                      : i === edits.value.length - 1
                        ? t('message.present')
                        : t('message.version', { n: i + 1 })}
                  </b>
                  <time dateTime={new Date(edit.at).toISOString()}>{formatFull(edit.at)}</time>
                </p>
                <p class="history-text" dir="auto">
                  {edit.body.text}
                </p>
              </li>
            ))
            .toReversed()}
        </ol>
      )}
    </Dialog>
  );
}
