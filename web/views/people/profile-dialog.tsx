import { useEffect } from 'preact/hooks';
import { Dialog } from '../../components/overlays/dialog';
import { t } from '../../i18n/i18n';
import { useModel } from '../shared/use-model';
import { PersonDangerActions } from './person-danger-actions';
import { Profile } from './profile';

export function ProfileDialog({ userId, onClose }: { userId: string; onClose: () => void }) {
  const model = useModel();
  useEffect(() => void model.people.load(userId), [userId]);
  return (
    <Dialog title={t('details.profile')} onClose={onClose}>
      <Profile userId={userId} onDone={onClose} withMessage />
      <div class="section">
        <PersonDangerActions userId={userId} />
      </div>
    </Dialog>
  );
}
