import { render } from 'preact';
import './styles/index.css';
import { createApp } from './app/create-app';
import { startRouter } from './components/navigation/router';
import { setLocale } from './i18n/i18n';
import { App } from './views/shell/app';
import { openLastPlace } from './views/shell/last-place';
import { readSharedText } from './views/shell/share';
import { startClock } from './views/state/clock';
import { applyPreferences, preferences } from './views/state/preferences';

async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (root === null) throw new Error('index.html has no #app.');
  applyPreferences(document.documentElement);
  readSharedText();
  openLastPlace();
  startRouter();
  const model = createApp();
  startClock(model.serverNow);
  await setLocale(preferences.value.locale);
  render(<App model={model} />, root);
  const { startDeferred } = await import('./views/shell/deferred-start');
  await startDeferred(model, import.meta.env.PROD);
}

void start();
