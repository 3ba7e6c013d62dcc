import type { AppModel } from '../../model/app';
import { startNotifications } from '../notifications/notify';
import { showRefusals } from '../shared/refusals';
import { followLanguage } from '../state/language';
import { rememberPlace } from './last-place';
import { startServiceWorker } from './update';

/** Starts features that can wait until after the first screen. */
export async function startDeferred(model: AppModel, production: boolean): Promise<void> {
  startNotifications(model);
  rememberPlace();
  followLanguage(model);
  showRefusals(model);
  // Without a service worker everything works except opening offline.
  if (production) await startServiceWorker().catch(() => undefined);
}
