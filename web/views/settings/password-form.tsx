import { useState } from 'preact/hooks';
import { PASSWORD_MIN_CHARS } from '../../../protocol/limits';
import { Button } from '../../components/button';
import { toast } from '../../components/overlays/toast';
import { useWork } from '../../components/states/work';
import { TextField } from '../../components/text-field';
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
      <form
        class="auth-form"
        onSubmit={(event) => {
          event.preventDefault();
          run(change);
        }}
      >
        {/* Password managers file the new password under it. */}
        <input type="text" class="sr-only" autocomplete="username" value={email} readOnly tabIndex={-1} aria-hidden="true" />
        <TextField
          label={t('settings.currentPassword')}
          type="password"
          value={current}
          onInput={setCurrent}
          autocomplete="current-password"
          required
        />
        <TextField
          label={t('settings.nextPassword')}
          type="password"
          value={next}
          onInput={setNext}
          autocomplete="new-password"
          hint={t('auth.passwordHint')}
          minLength={PASSWORD_MIN_CHARS}
          error={problem === null ? undefined : problemText(problem)}
          required
        />
        <Button type="submit" busy={busy} disabled={current === '' || next === ''}>
          {t('settings.password')}
        </Button>
      </form>
    </section>
  );
}
