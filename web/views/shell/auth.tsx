import { useState } from 'preact/hooks';
import { Button, IconButton } from '../../components/button';
import { Form } from '../../components/forms/form';
import { problemOf } from '../../components/forms/problems';
import { EMAIL, GIVEN_PASSWORD, NAME, NEW_PASSWORD } from '../../components/forms/rules';
import { TextField } from '../../components/forms/text-field';
import { route } from '../../components/navigation/router';
import { openMenu } from '../../components/overlays/open-menu';
import { LOCALES, locale, t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import { Logo } from '../../icons/logo';
import type { Problem } from '../../model/result';
import { problemText } from '../shared/problem';
import { setPreferences } from '../state/preferences';

export interface AuthActions {
  readonly signIn: (email: string, password: string) => Promise<Problem | null>;
  readonly signUp: (email: string, password: string, name: string) => Promise<Problem | null>;
}

/** One card for sign-in and sign-up: the fields keep their values when the user switches. */
export function AuthView({ signIn, signUp }: AuthActions) {
  const [mode, setMode] = useState<'signIn' | 'signUp'>('signIn');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [name, setName] = useState('');
  const [seePassword, setSeePassword] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const signingUp = mode === 'signUp';

  const wrong = {
    name: signingUp ? problemOf(NAME, name) : undefined,
    email: problemOf(EMAIL, email),
    password: problemOf(signingUp ? NEW_PASSWORD : GIVEN_PASSWORD, password),
  };

  const submit = async () => {
    setBusy(true);
    setProblem(null);
    const failed = await (signingUp ? signUp(email.trim(), password, name.trim()) : signIn(email.trim(), password));
    setBusy(false);
    setProblem(failed);
  };

  return (
    <main class="auth">
      <LanguageButton />
      <div class="auth-card">
        <div class="auth-head">
          <Logo />
          <h1>{signingUp ? t('auth.signUpTitle') : t('auth.signInTitle')}</h1>
          <p>{route.value.page === 'join' ? t('join.signIn') : t('app.tagline')}</p>
        </div>
        <Form key={mode} valid={Object.values(wrong).every((text) => text === undefined)} onSubmit={() => void submit()}>
          {(tried) => (
            <>
              {signingUp && (
                <TextField
                  label={t('auth.name')}
                  name="name"
                  value={name}
                  onInput={setName}
                  hint={t('auth.nameHint')}
                  error={tried ? wrong.name : undefined}
                  autocomplete="name"
                  required
                  maxChars={NAME.maxChars}
                />
              )}
              <TextField
                label={t('auth.email')}
                name="email"
                type="email"
                value={email}
                onInput={setEmail}
                error={tried ? wrong.email : undefined}
                autocomplete="email"
                required
              />
              <TextField
                label={t('auth.password')}
                name="password"
                type={seePassword ? 'text' : 'password'}
                value={password}
                onInput={setPassword}
                hint={signingUp ? t('auth.passwordHint') : undefined}
                error={tried ? wrong.password : undefined}
                autocomplete={signingUp ? 'new-password' : 'current-password'}
                required
                trailing={
                  <IconButton
                    icon={seePassword ? 'eyeOff' : 'eye'}
                    label={seePassword ? t('auth.hidePassword') : t('auth.showPassword')}
                    onClick={() => setSeePassword(!seePassword)}
                  />
                }
              />
              <div role="alert">
                {problem !== null && (
                  <p class="form-error">
                    <Icon name="alert" class="icon-s" />
                    {problemText(problem)}
                  </p>
                )}
              </div>
              <Button kind="primary" type="submit" wide disabled={busy} busy={busy}>
                {busy ? t('auth.working') : signingUp ? t('auth.signUp') : t('auth.signIn')}
              </Button>
            </>
          )}
        </Form>
        <Button
          kind="quiet"
          wide
          onClick={() => {
            setMode(signingUp ? 'signIn' : 'signUp');
            setProblem(null);
          }}
        >
          {signingUp ? t('auth.toSignIn') : t('auth.toSignUp')}
        </Button>
      </div>
    </main>
  );
}

function LanguageButton() {
  return (
    <IconButton
      icon="globe"
      class="auth-language"
      label={t('settings.language')}
      popup="menu"
      onClick={(event) =>
        openMenu({
          label: t('settings.language'),
          at: event.currentTarget.getBoundingClientRect(),
          items: LOCALES.map(({ id, name }) => ({ label: name, checked: locale() === id, onSelect: () => setPreferences({ locale: id }) })),
        })
      }
    />
  );
}
