import { plainOf } from '../../../../protocol/bodies';
import { Dialog } from '../../../components/overlays/dialog';
import { formatFull } from '../../../i18n/format';
import { t } from '../../../i18n/i18n';
import { MarkedText } from '../../../markup/marked-text';
import { Asked } from '../../shared/asked';
import { useAsked } from '../../shared/use-asked';
import { useModel } from '../../shared/use-model';

/** All versions of an edited message, from the current one to the original. */
export function HistoryDialog({ conversationId, seq, onClose }: { conversationId: string; seq: number; onClose: () => void }) {
  const model = useModel();
  const [edits, again] = useAsked(() => model.groups.edits(conversationId, seq), `${conversationId} ${seq}`);
  return (
    <Dialog title={t('message.editHistory')} onClose={onClose}>
      <Asked answer={edits} onRetry={again}>
        {(wordings) => (
          <ol class="history">
            {wordings
              .map((edit, i) => (
                <li key={edit.at}>
                  <p class="history-head">
                    <b>
                      {i === 0
                        ? t('message.original')
                        : i === wordings.length - 1
                          ? t('message.present')
                          : t('message.version', { n: i + 1 })}
                    </b>
                    <time dateTime={new Date(edit.at).toISOString()}>{formatFull(edit.at)}</time>
                  </p>
                  <MarkedText class="history-text" text={plainOf(edit.body) || t('message.unsupported')} />
                </li>
              ))
              .toReversed()}
          </ol>
        )}
      </Asked>
    </Dialog>
  );
}
