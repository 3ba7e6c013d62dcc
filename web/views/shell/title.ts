import { useEffect } from 'preact/hooks';
import { route } from '../../components/navigation/router';
import { t } from '../../i18n/i18n';
import { useModel } from '../shared/use-model';

const PLAIN = '/favicon.svg';
const DOT = '/favicon-unread.svg';

function titleOf(unread: number, place: string): string {
  const count = unread > 0 ? `(${unread > 999 ? '999+' : unread}) ` : '';
  return count + (place === '' ? 'Magpie' : place);
}

/** Shows the number of unread messages in the tab's title and icon and in the installed app's badge. */
export function useTitle(): void {
  const model = useModel();
  const here = route.value;
  const unread = model.inbox.unreadTotal.value;
  const item = here.page === 'conversation' ? model.inbox.item(here.id).value : undefined;
  const place = here.page === 'people' ? t('nav.people') : here.page === 'settings' ? t('nav.settings') : (item?.title ?? '');
  useEffect(() => {
    document.title = titleOf(unread, place);
  }, [unread, place]);
  const any = unread > 0;
  useEffect(() => {
    document.querySelector('link[rel=icon]')?.setAttribute('href', any ? DOT : PLAIN);
  }, [any]);
  useEffect(() => {
    if (!('setAppBadge' in navigator)) return;
    // Browsers that support badges may still refuse them outside an installed app.
    (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined);
  }, [unread]);
}
