import { effect } from '@preact/signals';
import { t } from '../i18n/i18n';
import { plainLine } from '../markup/plain';
import type { AppModel, InboxItem } from '../model';
import { navigate } from '../router';

/** Held, shared, by every tab that is being looked at. */
const VISIBLE_LOCK = 'magpie.visible';

function holdWhileVisible(): void {
  if (document.visibilityState !== 'visible' || !('locks' in navigator)) return;
  void navigator.locks.request(VISIBLE_LOCK, { mode: 'shared' }, () => {
    return new Promise<void>((release) => document.addEventListener('visibilitychange', () => release(), { once: true }));
  });
}

/** Whether any tab of this browser is on screen; then nothing needs to be told. */
async function somethingIsVisible(): Promise<boolean> {
  if (document.visibilityState === 'visible') return true;
  if (!('locks' in navigator)) return false;
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === VISIBLE_LOCK);
}

async function tell(item: InboxItem, sender: string): Promise<void> {
  const { last } = item;
  if (last === null || last.body.kind !== 'text' || (await somethingIsVisible())) return;
  const text = plainLine(last.body.text);
  const options: NotificationOptions = {
    // One a conversation: a newer message, or another tab's telling of the same one, takes the place of the older.
    tag: item.id,
    body: item.summary.kind === 'group' ? t('a11y.notificationLine', { name: sender, text }) : text,
    icon: '/icon-192.png',
    data: { path: `/c/${item.id}` },
  };
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration !== undefined) await registration.showNotification(item.title, options);
  else {
    const notification = new Notification(item.title, options);
    notification.onclick = () => {
      window.focus();
      navigate({ page: 'conversation', id: item.id });
      notification.close();
    };
  }
}

async function takeBack(conversationId: string): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  for (const shown of (await registration?.getNotifications({ tag: conversationId })) ?? []) shown.close();
}

const mayNotify = (): boolean => 'Notification' in window && Notification.permission === 'granted';

/** Tells of new messages while no tab is on screen, where the person allowed it; takes back what was read elsewhere. */
export function startNotifications(model: AppModel): () => void {
  holdWhileVisible();
  document.addEventListener('visibilitychange', holdWhileVisible);
  let before: ReadonlyMap<string, InboxItem> | null = null;
  const stop = effect(() => {
    const loaded = model.inbox.loaded.value;
    const items = new Map(model.inbox.items.value.map((item) => [item.id, item]));
    if (loaded && before !== null && mayNotify()) {
      for (const item of items.values()) {
        const was = before.get(item.id);
        if (item.unread === 0 && (was?.unread ?? 0) > 0) void takeBack(item.id).catch(() => undefined);
        const news = item.unread > (was?.unread ?? 0) && item.last?.key !== was?.last?.key;
        if (news && (!item.muted || item.mentions > (was?.mentions ?? 0)))
          void tell(item, model.people.nameOf(item.last?.senderId ?? '')).catch(() => undefined);
      }
    }
    before = loaded ? items : null;
  });
  return () => {
    stop();
    document.removeEventListener('visibilitychange', holdWhileVisible);
  };
}
