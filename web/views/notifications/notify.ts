import { effect } from '@preact/signals';
import * as v from 'valibot';
import { navigate, type Route, route } from '../../components/navigation/router';
import { toast } from '../../components/overlays/toast';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { browserValue } from '../../platform/keep';
import type { Names } from '../conversation/bodies/body-view';
import { lineOf } from '../conversation/bodies/registry';
import { selfIdOf } from '../shared/use-model';
import { preferences } from '../state/preferences';
import { isQuietTime } from './quiet-hours';

/** Prefix of a lock that every tab holds, shared, while it shows a conversation in a focused window; the conversation's id follows. */
const SHOWN_LOCK = 'magpie.shown:';
/** A lock held by the one tab that shows notifications. */
const NOTIFIER_LOCK = 'magpie.teller';
/** Whether this browser has offered notifications; it offers them once. */
const offered = browserValue('magpie.notify-offered', v.literal(1));

const shownId = (here: Route): string | null =>
  here.page === 'conversation' && document.visibilityState === 'visible' && document.hasFocus() ? here.id : null;

/** Announces to other tabs what this one shows; returns a function that stops it. */
function lockShownConversation(): () => void {
  let release: () => void = () => undefined;
  let held: string | null = null;
  const follow = () => {
    const id = shownId(route.peek());
    if (id === held) return;
    release();
    held = id;
    // A browser that refuses locks gives other tabs no word of what is shown here, so they notify of it too.
    if (id !== null)
      void navigator.locks
        ?.request(SHOWN_LOCK + id, { mode: 'shared' }, () => new Promise<void>((done) => (release = done)))
        .catch(() => undefined);
  };
  const ended = new AbortController();
  for (const name of ['focus', 'blur', 'visibilitychange'] as const)
    addEventListener(name, follow, { signal: ended.signal, capture: true });
  const stop = effect(() => {
    void route.value;
    follow();
  });
  return () => {
    stop();
    ended.abort();
    release();
  };
}

/** Whether any tab of this browser shows the conversation to the user. */
async function isShown(conversationId: string): Promise<boolean> {
  if (shownId(route.peek()) === conversationId) return true;
  if (!('locks' in navigator)) return false;
  const { held = [] } = await navigator.locks.query().catch((): LockManagerSnapshot => ({}));
  return held.some(({ name }) => name === SHOWN_LOCK + conversationId);
}

interface NotificationContent {
  readonly title: string;
  readonly options: NotificationOptions;
  readonly route: Route;
}

function notificationContent(item: InboxItem, names: Names): NotificationContent | null {
  const { last } = item;
  if (last === null || last.mine || last.quiet) return null;
  const sender = names.nameOf(last.senderId);
  const text = preferences.peek().hideContent ? t('notify.hidden') : lineOf(last, names);
  const to: Route = { page: 'conversation', id: item.id, ...(last.seq !== undefined && { seq: last.seq }) };
  return {
    title: item.unread > 1 ? `${item.title} (${item.unread})` : item.title,
    options: {
      // One notification per conversation: a newer message replaces the older one.
      tag: item.id,
      body: item.summary.kind === 'group' ? t('a11y.notificationLine', { name: sender, text }) : text,
      icon: '/icon-192.png',
      data: { path: last.seq === undefined ? `/c/${item.id}` : `/c/${item.id}/${last.seq}` },
    },
    route: to,
  };
}

/** Undefined: none is registered, or the browser refuses because it blocks site data. */
const workerRegistration = async (): Promise<ServiceWorkerRegistration | undefined> =>
  navigator.serviceWorker?.getRegistration().catch(() => undefined);

async function notify(item: InboxItem, names: Names): Promise<void> {
  const news = notificationContent(item, names);
  if (news === null || isQuietTime(preferences.peek(), new Date()) || (await isShown(item.id))) return;
  const registration = await workerRegistration();
  // A service worker that is still being installed shows nothing.
  if (registration?.active) await registration.showNotification(news.title, news.options);
  else {
    const notification = new Notification(news.title, news.options);
    notification.onclick = () => {
      window.focus();
      navigate(news.route);
      notification.close();
    };
  }
}

async function removeNotifications(conversationId: string): Promise<void> {
  const registration = await workerRegistration();
  for (const shown of (await registration?.getNotifications({ tag: conversationId })) ?? []) shown.close();
}

const permission = (): NotificationPermission => ('Notification' in window ? Notification.permission : 'denied');

/** Offers notifications once, after the user has sent a message and so expects an answer. */
function offer(): void {
  if (permission() !== 'default' || offered.read() !== undefined) return;
  offered.write(1);
  toast(t('notify.offer'), { action: { label: t('notify.turnOn'), run: () => void Notification.requestPermission() } });
}

/** Elects one tab to show notifications: the first, then the next when that one closes. */
function becomeNotifier(): () => boolean {
  let mine = !('locks' in navigator);
  // The tab holds the lock until its page is gone.
  if (!mine)
    void navigator.locks
      .request(NOTIFIER_LOCK, () => {
        mine = true;
        return new Promise(() => undefined);
      })
      // Refused: every tab notifies for itself.
      .catch(() => {
        mine = true;
      });
  return () => mine;
}

/** Shows notifications for new messages in unseen conversations, if the user allowed them; removes those read elsewhere. */
export function startNotifications(model: AppModel): () => void {
  const release = lockShownConversation();
  const isNotifier = becomeNotifier();
  let before: ReadonlyMap<string, InboxItem> | null = null;
  const stop = effect(() => {
    const loaded = model.inbox.loaded.value;
    const items = new Map(model.inbox.items.value.map((item) => [item.id, item]));
    if (loaded && before !== null) {
      for (const item of items.values()) {
        const previous = before.get(item.id);
        const fresh = item.last !== null && item.last.key !== previous?.last?.key;
        if (fresh && item.last?.mine === true && item.last.status === 'queued') offer();
        if (permission() !== 'granted') continue;
        if (item.unread === 0 && (previous?.unread ?? 0) > 0) void removeNotifications(item.id).catch(() => undefined);
        const news = item.unread > (previous?.unread ?? 0) && fresh && isNotifier();
        if (news && (!item.muted || item.mentions > (previous?.mentions ?? 0)))
          void notify(item, { myId: selfIdOf(model), nameOf: model.people.nameOf }).catch(() => undefined);
      }
    }
    before = loaded ? items : null;
  });
  return () => {
    stop();
    release();
  };
}
