import { useEffect } from 'preact/hooks';
import { lazy } from '../../components/states/lazy';
import { setLocale } from '../../i18n/i18n';
import { Logo } from '../../icons/logo';
import type { AppModel } from '../../model/app';
import { Announcer } from '../shared/announcer';
import { ModelContext } from '../shared/use-model';
import { preferences } from '../state/preferences';
import { DialogHost } from './dialogs';
import { Shell } from './shell';

const AuthView = lazy(async () => (await import('./auth')).AuthView);
const MenuHost = lazy(async () => (await import('../../components/overlays/menu')).MenuHost);
const ToastHost = lazy(async () => (await import('../../components/overlays/toast-host')).ToastHost);
const TooltipHost = lazy(async () => (await import('../../components/overlays/tooltip')).TooltipHost);

/** The whole user interface for a model. */
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
