import { render } from 'preact';
import './styles/index.css';
import { createApp } from './app';
import { setLocale } from './i18n/i18n';
import { startRouter } from './router';
import { App } from './views/app';
import { startClock } from './views/clock';
import { startNotifications } from './views/notify';
import { applyPreferences, preferences } from './views/preferences';
import { takeShared } from './views/share';
import { startServiceWorker } from './views/update';

async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (root === null) throw new Error('index.html has no #app.');
  applyPreferences(document.documentElement);
  takeShared();
  startRouter();
  startClock();
  const model = createApp();
  await setLocale(preferences.value.locale);
  render(<App model={model} />, root);
  startNotifications(model);
  // Without a service worker everything works but opening offline.
  if (import.meta.env.PROD) await startServiceWorker().catch(() => undefined);
}

void start();
