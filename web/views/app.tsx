import { useEffect } from 'preact/hooks';
import { MenuHost } from '../components/menu';
import { ToastHost } from '../components/toast';
import { TooltipHost } from '../components/tooltip';
import { setLocale } from '../i18n/i18n';
import { Logo } from '../icons/logo';
import type { AppModel } from '../model';
import { Announcer } from './announcer';
import { AuthView } from './auth';
import { DialogHost } from './dialogs';
import { preferences } from './preferences';
import { Shell } from './shell';
import { ModelContext } from './use-model';

/** The whole face over a model. */
export function App({ model }: { model: AppModel }) {
  const wanted = preferences.value.locale;
  useEffect(() => void setLocale(wanted), [wanted]);
  return (
    <ModelContext.Provider value={model}>
      <Screen model={model} />
      <Announcer />
      <MenuHost />
      <ToastHost />
      <TooltipHost />
    </ModelContext.Provider>
  );
}

function Screen({ model }: { model: AppModel }) {
  const { state } = model.session.state.value;
  switch (state) {
    case 'unknown':
      return (
        <main class="splash">
          <Logo />
        </main>
      );
    case 'signedOut':
      return <AuthView signIn={model.session.signIn} signUp={model.session.signUp} />;
    case 'signedIn':
      return (
        <>
          <Shell />
          <DialogHost />
        </>
      );
    default:
      return state satisfies never;
  }
}
