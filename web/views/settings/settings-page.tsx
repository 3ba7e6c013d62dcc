import { IconButton } from '../../components/button';
import { goBack, navigate } from '../../components/navigation/router';
import { useWork } from '../../components/states/work';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import { isTouch } from '../../platform/pointer';
import { Action } from '../people/profile';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { useEscape } from '../state/escape';
import { dialog } from '../state/shell-state';
import { Appearance } from './appearance';
import { Blocked } from './blocked';
import { Devices } from './devices';
import { Notifications } from './notifications';
import { PasswordForm } from './password-form';
import { Privacy } from './privacy';
import { ProfileForm } from './profile-form';

async function signOut(model: AppModel): Promise<void> {
  if (await attempt(model.session.signOut())) navigate({ page: 'inbox' }, { replace: true });
}

export function SettingsPage() {
  const model = useModel();
  const state = model.session.state.value;
  const [busy, run] = useWork();
  useEscape(goBack);
  if (state.state !== 'signedIn') return null;
  return (
    <section class="main-view settings" aria-label={t('settings.title')}>
      <header class="main-head">
        <IconButton icon="back" label={t('common.back')} onClick={goBack} />
        <h1 class="pane-title">{t('settings.title')}</h1>
      </header>
      <div class="pane-body scroll">
        <div class="page">
          <ProfileForm self={state.self} />
          <Appearance />
          <Notifications />
          <Privacy settings={state.self.settings} />
          <Blocked />
          <Devices />
          <PasswordForm email={state.self.email} />
          <div class="section">
            {!isTouch() && (
              <Action
                icon="keyboard"
                label={t('settings.keyboard')}
                onClick={() => {
                  dialog.value = { kind: 'keys' };
                }}
              />
            )}
            <Action icon="signOut" label={t('settings.signOut')} danger busy={busy} onClick={() => run(() => signOut(model))} />
            <p class="note">{t('settings.signOutHint')}</p>
          </div>
        </div>
      </div>
    </section>
  );
}
