import { useState } from 'preact/hooks';
import { ABOUT_MAX_CHARS, NAME_MAX_CHARS } from '../../../protocol/limits';
import type { Self } from '../../../protocol/records';
import { Avatar } from '../../components/avatar';
import { Button } from '../../components/button';
import { HuePicker } from '../../components/hue-picker';
import { useWork } from '../../components/states/work';
import { TextField } from '../../components/text-field';
import { t } from '../../i18n/i18n';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

export function ProfileForm({ self }: { self: Self }) {
  const model = useModel();
  const [busy, run] = useWork();
  const [name, setName] = useState(self.name);
  const [about, setAbout] = useState(self.about ?? '');
  const changed = name.trim() !== self.name || about !== (self.about ?? '');
  return (
    <>
      <div class="profile-card">
        <Avatar id={self.id} name={name.trim() === '' ? self.name : name} hue={self.hue} size="xl" />
        <bdi class="profile-name">{self.name}</bdi>
        <span class="profile-note">{self.email}</span>
      </div>
      <section class="section" aria-labelledby="settings-profile">
        <h2 id="settings-profile">{t('settings.profile')}</h2>
        <form
          class="auth-form"
          onSubmit={(event) => {
            event.preventDefault();
            run(() => attempt(model.session.updateProfile({ name: name.trim(), about }), t('settings.saved')));
          }}
        >
          <TextField label={t('auth.name')} value={name} onInput={setName} required maxLength={NAME_MAX_CHARS} autocomplete="name" />
          <TextField label={t('settings.about')} value={about} onInput={setAbout} maxLength={ABOUT_MAX_CHARS} rows={2} />
          {changed && (
            <Button kind="primary" type="submit" busy={busy} disabled={name.trim() === ''}>
              {t('common.save')}
            </Button>
          )}
        </form>
        <HuePicker
          name="own-hue"
          label={t('settings.colour')}
          value={self.hue}
          onChange={(hue) => void attempt(model.session.updateProfile({ hue }))}
        />
      </section>
    </>
  );
}
