import { useEffect } from 'preact/hooks';
import type { BodyOf } from '../../../../protocol/bodies';
import { t } from '../../../i18n/i18n';
import { checkForUpdate, waitingUpdate } from '../../state/waiting-update';
import type { BodyView } from './body-view';

/** Asks for a newer version, and loads it if one is waiting. */
function Unsupported() {
  useEffect(checkForUpdate, []);
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

export const unsupportedView: BodyView<BodyOf<'unsupported'>> = {
  View: Unsupported,
  line: () => t('message.unsupported'),
  height: () => 22,
};
