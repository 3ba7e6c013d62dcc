import { navigate, parsePath } from '../../components/navigation/router';
import { toast } from '../../components/overlays/toast';
import { t } from '../../i18n/i18n';
import { workerUrl } from '../../platform/trusted-types';
import { waitingUpdate } from '../state/waiting-update';

const CHECK_EVERY_MS = 30 * 60_000;
const IDLE_CHECK_MS = 1000;

const isWriting = (): boolean =>
  [...document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input[type=text], input[type=password]')].some(
    (field) => field.value !== '' && field.offsetParent !== null,
  );

/** Loads the new version as soon as the user is not in the middle of a text. */
function reloadWhenIdle(): void {
  if (!isWriting()) {
    location.reload();
    return;
  }
  const dismiss = toast(t('update.waiting'), { sticky: true });
  const timer = window.setInterval(() => {
    if (isWriting()) return;
    window.clearInterval(timer);
    dismiss();
    location.reload();
  }, IDLE_CHECK_MS);
}

function offer(registration: ServiceWorkerRegistration): void {
  const { waiting } = registration;
  if (waiting === null || navigator.serviceWorker.controller === null) return;
  const run = () => {
    navigator.serviceWorker.addEventListener('controllerchange', reloadWhenIdle, { once: true });
    waiting.postMessage('activate');
  };
  waitingUpdate.value = run;
  toast(t('update.ready'), { sticky: true, action: { label: t('update.reload'), run } });
}

/** Makes Magpie open offline, and offers new versions; never loads one unasked. */
export async function startServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<unknown>) => {
    const { data } = event;
    if (typeof data === 'object' && data !== null && 'path' in data && typeof data.path === 'string') navigate(parsePath(data.path));
  });
  const registration = await navigator.serviceWorker.register(workerUrl());
  offer(registration);
  const follow = () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') offer(registration);
    });
  };
  // Another tab or the registration itself may have found an update already.
  follow();
  registration.addEventListener('updatefound', follow);
  window.setInterval(() => void registration.update().catch(() => undefined), CHECK_EVERY_MS);
}
