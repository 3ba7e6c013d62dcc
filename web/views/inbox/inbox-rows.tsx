import type { RefObject, VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { navigate, route } from '../../components/navigation/router';
import { menuPlace } from '../../components/overlays/open-menu';
import { locale, t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { typingText } from '../shared/typing';
import { useLivePresence } from '../shared/watching';
import { now } from '../state/clock';
import { isWide } from '../state/shell-state';
import { InboxRow, type InboxRowProps } from './inbox-row';

const open = (id: string) => navigate({ page: 'conversation', id }, { replace: isWide() && route.value.page === 'conversation' });

/** Slides rows to their new places; the code loads after the list. */
function useReorder(shown: readonly InboxItem[], scope: string): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const latest = useRef(scope);
  latest.current = scope;
  const reorder = useRef<{ follow: (list: HTMLElement, scope: string) => void } | null>(null);
  useEffect(() => {
    // If this fails, rows move without animation.
    void import('./reorder').then(
      ({ Reorder }) => {
        reorder.current = new Reorder();
        if (list.current !== null) reorder.current.follow(list.current, latest.current);
      },
      () => undefined,
    );
  }, []);
  const order = shown.map(({ id }) => id).join();
  useLayoutEffect(() => {
    if (list.current !== null) reorder.current?.follow(list.current, scope);
  }, [order, scope]);
  return list;
}

interface InboxRowsProps {
  model: AppModel;
  shown: readonly InboxItem[];
  /** Identifies the listed set; rows slide only within the same set. */
  scope: string;
  /** Shown if there are no rows. */
  none: VNode | null;
}

/** Conversations as rows. */
export function InboxRows({ model, shown, scope, none }: InboxRowsProps) {
  locale();
  const here = route.value;
  const currentId = here.page === 'conversation' ? here.id : null;
  const peers = shown.flatMap(({ summary }) => (summary.peerId === undefined ? [] : [summary.peerId])).slice(0, 50);
  useLivePresence(peers);
  const onMenu = useCallback<InboxRowProps['onMenu']>(
    (item, event, element) => {
      const at = menuPlace(event, element);
      void import('../shared/conversation-menu').then(({ openInboxMenu }) => openInboxMenu(model, item, at));
    },
    [model],
  );
  const list = useReorder(shown, scope);
  if (shown.length === 0) return none;
  const tabbable = shown.some((item) => item.id === currentId) ? currentId : shown[0]?.id;
  return (
    <ul ref={list} aria-label={t('inbox.list')}>
      {shown.map((item) => {
        const { kind, peerId } = item.summary;
        return (
          <li key={item.id}>
            <InboxRow
              item={item}
              nameOf={model.people.nameOf}
              typing={typingText(item.typing, kind === 'group', model.people.nameOf)}
              online={peerId !== undefined && model.people.presence(peerId)?.online === true}
              now={now.value}
              current={item.id === currentId}
              tabbable={item.id === tabbable}
              onOpen={open}
              onMenu={onMenu}
            />
          </li>
        );
      })}
    </ul>
  );
}
