import { useEffect } from 'preact/hooks';
import { navigate, route } from '../../components/navigation/router';
import type { AppModel } from '../../model/app';
import { filterInbox } from '../inbox/filter';
import { useModel } from '../shared/use-model';
import { dialog, inboxFilter } from '../state/shell-state';

function step(model: AppModel, by: 1 | -1, unreadOnly: boolean): void {
  const here = route.peek();
  const items = filterInbox(model.inbox.items.peek(), inboxFilter.peek());
  const from = items.findIndex((item) => here.page === 'conversation' && item.id === here.id);
  const count = items.length;
  for (let i = 1; i <= count; i++) {
    const item = items[(from + by * i + count * 2) % count];
    if (item === undefined || (unreadOnly && item.unread === 0 && !item.markedUnread)) continue;
    navigate({ page: 'conversation', id: item.id }, { replace: here.page === 'conversation' });
    return;
  }
}

/** F6 cycles through the regions, as in desktop programs. */
function nextRegion(backwards: boolean): void {
  const regions = [
    document.querySelector<HTMLElement>('.pane-list .row[tabindex="0"], .pane-list .field-input'),
    document.querySelector<HTMLElement>('.messages article[tabindex="0"]'),
    document.querySelector<HTMLElement>('.composer-input'),
    document.querySelector<HTMLElement>('.pane-details button'),
  ].filter((element): element is HTMLElement => element !== null && element.offsetParent !== null);
  const panes = regions.map((element) => element.closest('.messages, .composer, .pane'));
  const at = panes.findIndex(
    (pane) => pane?.contains(document.activeElement) === true && (!pane.matches('.pane-main') || pane.contains(document.activeElement)),
  );
  const next = regions[(at + (backwards ? -1 : 1) + regions.length) % regions.length];
  next?.focus();
}

/** Global shortcuts, except while an input method composes. */
export function useShortcuts(): void {
  const model = useModel();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
      const command = event.ctrlKey || event.metaKey;
      if (command && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') dialog.value = { kind: 'switcher' };
      else if (command && !event.altKey && event.key === '/') dialog.value = { kind: 'keys' };
      else if (event.altKey && !command && (event.key === 'ArrowDown' || event.key === 'ArrowUp'))
        step(model, event.key === 'ArrowDown' ? 1 : -1, event.shiftKey);
      else if (event.key === 'F6') nextRegion(event.shiftKey);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [model]);
}
