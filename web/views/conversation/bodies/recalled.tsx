import type { BodyOf } from '../../../../protocol/bodies';
import { t } from '../../../i18n/i18n';
import { Sentence } from '../../../i18n/sentence';
import type { BodyView } from './body-view';

/** The placeholder of a recalled message. */
export const recalledView: BodyView<BodyOf<'recalled'>> = {
  View: ({ message, context }) => (
    <>
      {message.senderId === context.myId ? (
        t('message.recalledOwn')
      ) : (
        <Sentence text="message.recalledOther" slots={{ name: <bdi>{context.nameOf(message.senderId)}</bdi> }} />
      )}
      {context.canReedit(message) && (
        <button type="button" onClick={() => context.reedit(message)}>
          {t('message.reedit')}
        </button>
      )}
    </>
  ),
  line: ({ senderId }, { myId, nameOf }) =>
    senderId === myId ? t('message.recalledOwn') : t('message.recalledOther', { name: nameOf(senderId) }),
  height: () => 0,
};
