import { useState } from 'preact/hooks';
import { Button } from '../../components/button';
import { Form } from '../../components/forms/form';
import { problemOf } from '../../components/forms/problems';
import { GIVEN_PASSWORD, NEW_PASSWORD } from '../../components/forms/rules';
import { TextField } from '../../components/forms/text-field';
import { toast } from '../../components/overlays/toast';
import { useWork } from '../../components/states/work';
import { t } from '../../i18n/i18n';
import type { Problem } from '../../model/result';
import { problemText } from '../shared/problem';
import { useModel } from '../shared/use-model';

export function PasswordForm({ email }: { email: string }) {
  const model = useModel();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, run] = useWork();
  const wrong = { current: problemOf(GIVEN_PASSWORD, current), next: problemOf(NEW_PASSWORD, next) };
  const edited = (set: (value: string) => void) => (value: string) => {
    setProblem(null);
    set(value);
  };
  const change = async () => {
    const failed = await model.session.changePassword(current, next);
    setProblem(failed);
    if (failed !== null) return;
    setCurrent('');
    setNext('');
    toast(t('settings.passwordChanged'));
  };
  return (
    <section class="section" aria-labelledby="settings-password">
      <h2 id="settings-password">{t('settings.password')}</h2>
      <Form valid={Object.values(wrong).every((text) => text === undefined)} onSubmit={() => run(change)}>
        {(tried) => (
          <>
            {/* Password managers store the new password under this name. */}
            <input type="text" class="sr-only" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
            <TextField
              label={t('settings.currentPassword')}
              type="password"
              value={current}
              onInput={edited(setCurrent)}
              autocomplete="current-password"
              error={(problem === 'wrong_credentials' ? problemText(problem) : undefined) ?? (tried ? wrong.current : undefined)}
              required
            />
            <TextField
              label={t('settings.nextPassword')}
              type="password"
              value={next}
              onInput={edited(setNext)}
              autocomplete="new-password"
              hint={t('auth.passwordHint')}
              error={problem === null || problem === 'wrong_credentials' ? (tried ? wrong.next : undefined) : problemText(problem)}
              required
            />
            <Button type="submit" busy={busy}>
              {t('settings.password')}
            </Button>
          </>
        )}
      </Form>
    </section>
  );
}
