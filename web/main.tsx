import { render } from 'preact';
import './styles/index.css';
import { createApp } from './app/create-app';
import { startRouter } from './components/navigation/router';
import { setLocale } from './i18n/i18n';
import { App } from './views/app';
import { startClock } from './views/clock';
import { openLastPlace } from './views/last-place';
import { applyPreferences, preferences } from './views/preferences';
import { takeShared } from './views/share';

async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (root === null) throw new Error('index.html has no #app.');
  applyPreferences(document.documentElement);
  takeShared();
  openLastPlace();
  startRouter();
  startClock();
  const model = createApp();
  await setLocale(preferences.value.locale);
  render(<App model={model} />, root);
  const { startLate } = await import('./views/late');
  await startLate(model, import.meta.env.PROD);
}

void start();
