import type { Reaction } from '../../../../protocol/records';
import { Avatar } from '../../../components/avatar';
import { Dialog } from '../../../components/overlays/dialog';
import { t } from '../../../i18n/i18n';
import { useModel, useSelfId } from '../../shared/use-model';

/** Who reacted to a message, by emoji. */
export function ReactorsDialog({ reactions, onClose }: { reactions: readonly Reaction[]; onClose: () => void }) {
  const model = useModel();
  const myId = useSelfId();
  return (
    <Dialog title={t('message.reactors')} onClose={onClose}>
      {reactions.map(({ emoji, userIds }) => (
        <section key={emoji} class="reactors">
          <h3>
            <span class="suggest-emoji">{emoji}</span>
            <span>{userIds.length}</span>
          </h3>
          <ul>
            {userIds.map((userId) => (
              <li key={userId} class="action-row">
                <Avatar id={userId} name={model.people.nameOf(userId)} hue={model.people.user(userId)?.hue} size="s" />
                <span class="row-text">
                  <bdi>{userId === myId ? t('common.you') : model.people.nameOf(userId)}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}
