import { useEffect } from 'preact/hooks';
import { t } from '../../../i18n/i18n';
import { lookForUpdate, waitingUpdate } from '../../shared/waiting-update';

/** Stands for what only a newer version can show; loads it, where one is waiting. */
export function Unsupported() {
  useEffect(lookForUpdate, []);
  const update = waitingUpdate.value;
  return (
    <>
      <div class="body unsupported">{t('message.unsupported')}</div>
      {update !== null && (
        <button type="button" class="fold" tabIndex={-1} onClick={update}>
          {t('update.reload')}
        </button>
      )}
    </>
  );
}
