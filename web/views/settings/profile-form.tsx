import { useState } from 'preact/hooks';
import { ABOUT_MAX_CHARS } from '../../../protocol/limits';
import type { Self } from '../../../protocol/records';
import { Avatar } from '../../components/avatar';
import { Button } from '../../components/button';
import { Form } from '../../components/forms/form';
import { problemOf, tooLong } from '../../components/forms/problems';
import { NAME } from '../../components/forms/rules';
import { TextField } from '../../components/forms/text-field';
import { HuePicker } from '../../components/hue-picker';
import { useWork } from '../../components/states/work';
import { t } from '../../i18n/i18n';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';

export function ProfileForm({ self }: { self: Self }) {
  const model = useModel();
  const [busy, run] = useWork();
  const [name, setName] = useState(self.name);
  const [about, setAbout] = useState(self.about ?? '');
  const changed = name.trim() !== self.name || about !== (self.about ?? '');
  const wrongName = problemOf(NAME, name);
  const save = () => attempt(model.session.updateProfile({ name: name.trim(), about }), t('settings.saved'));
  return (
    <>
      <div class="profile-card">
        <Avatar id={self.id} name={name.trim() === '' ? self.name : name} hue={self.hue} size="xl" />
        <bdi class="profile-name">{self.name}</bdi>
        <span class="profile-note">{self.email}</span>
      </div>
      <section class="section" aria-labelledby="settings-profile">
        <h2 id="settings-profile">{t('settings.profile')}</h2>
        <Form valid={wrongName === undefined && tooLong(about, ABOUT_MAX_CHARS) === undefined} onSubmit={() => run(save)}>
          {(tried) => (
            <>
              <TextField
                label={t('auth.name')}
                value={name}
                onInput={setName}
                error={tried ? wrongName : undefined}
                required
                maxChars={NAME.maxChars}
                autocomplete="name"
              />
              <TextField label={t('settings.about')} value={about} onInput={setAbout} maxChars={ABOUT_MAX_CHARS} rows={2} />
              {changed && (
                <Button kind="primary" type="submit" busy={busy}>
                  {t('common.save')}
                </Button>
              )}
            </>
          )}
        </Form>
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
