import { plainOf } from '../../../../protocol/bodies';
import { Dialog } from '../../../components/overlays/dialog';
import { formatFull } from '../../../i18n/format';
import { t } from '../../../i18n/i18n';
import { MarkedText } from '../../../markup/marked-text';
import { Loaded } from '../../shared/loaded';
import { useModel } from '../../shared/use-model';
import { useRequest } from '../../shared/use-request';

/** All versions of an edited message, from the current one to the original. */
export function HistoryDialog({ conversationId, seq, onClose }: { conversationId: string; seq: number; onClose: () => void }) {
  const model = useModel();
  const [edits, retry] = useRequest(() => model.groups.edits(conversationId, seq), `${conversationId} ${seq}`);
  return (
    <Dialog title={t('message.editHistory')} onClose={onClose}>
      <Loaded answer={edits} onRetry={retry}>
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
      </Loaded>
    </Dialog>
  );
}
