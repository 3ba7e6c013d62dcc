import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Avatar } from '../../components/avatar';
import { IconButton } from '../../components/button';
import { navigate, route } from '../../components/navigation/router';
import { menuPlace, openMenu } from '../../components/overlays/open-menu';
import { moveFocus } from '../../components/roving';
import { SearchField } from '../../components/search-field';
import { Late } from '../../components/states/empty';
import { locale, t } from '../../i18n/i18n';
import type { AppModel, InboxItem } from '../../model/model';
import { now } from '../shared/clock';
import { dialog, type InboxFilter, inboxFilter, isWide } from '../shared/shell-state';
import { soundsReady } from '../shared/sounds-like';
import { typingText } from '../shared/typing';
import { useModel } from '../shared/use-model';
import { useWatch } from '../shared/watching';
import { filterInbox } from './filter';
import { InboxRow, type InboxRowProps } from './inbox-row';
import { NothingShown } from './nothing-shown';

const open = (id: string) => navigate({ page: 'conversation', id }, { replace: isWide() && route.value.page === 'conversation' });

export function InboxPane() {
  const model = useModel();
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const items = model.inbox.items.value;
  const filter = inboxFilter.value;
  const sounds = soundsReady.value;
  const shown = useMemo(() => filterInbox(items, filter, query), [items, filter, query, sounds]);
  return (
    <>
      <header class="pane-head">
        <SelfButton />
        <SearchField
          value={query}
          label={t('inbox.search')}
          onInput={setQuery}
          onKeyDown={(event) => {
            if (event.isComposing) return;
            if (event.key === 'ArrowDown') list.current?.querySelector<HTMLElement>('.row')?.focus();
            else if (event.key === 'Enter' && shown[0] !== undefined) open(shown[0].id);
            else return;
            event.preventDefault();
          }}
        />
        <IconButton icon="compose" label={t('inbox.new')} popup="menu" onClick={(event) => newMenu(event.currentTarget)} />
      </header>
      <Filters items={items} filter={filter} />
      <div class="rows scroll" ref={list}>
        {model.inbox.loaded.value ? (
          <Rows model={model} shown={shown} filter={filter} query={query} onClearQuery={() => setQuery('')} />
        ) : (
          <Late>
            <SkeletonRows />
          </Late>
        )}
      </div>
    </>
  );
}

/** Everything that counts as unread, in one go. */
function markAllRead(model: AppModel): void {
  for (const item of model.inbox.items.peek()) {
    if (item.markedUnread) void model.conversations.markUnread(item.id, false);
    if (item.unread > 0) model.conversations.markAllRead(item.id);
  }
}

function SelfButton() {
  const model = useModel();
  const state = model.session.state.value;
  if (state.state !== 'signedIn') return null;
  const { self } = state;
  const asking = model.people.contacts.value.requests.filter(({ direction }) => direction === 'in').length;
  const label = asking === 0 ? t('nav.menu') : `${t('nav.menu')}, ${t('people.openRequests', { n: asking })}`;
  return (
    <button
      type="button"
      class="self-button"
      aria-label={label}
      aria-haspopup="menu"
      data-tip={label}
      onClick={(event) =>
        openMenu({
          label: t('nav.menu'),
          at: event.currentTarget.getBoundingClientRect(),
          items: [
            { label: t('nav.people'), icon: 'people', count: asking, onSelect: () => navigate({ page: 'people' }) },
            {
              label: t('inbox.archived'),
              icon: 'archive',
              onSelect: () => {
                inboxFilter.value = 'archived';
              },
            },
            { label: t('inbox.markAllRead'), icon: 'circleCheck', onSelect: () => markAllRead(model) },
            { label: t('nav.settings'), icon: 'settings', onSelect: () => navigate({ page: 'settings' }) },
            {
              label: t('keys.title'),
              icon: 'keyboard',
              apart: true,
              onSelect: () => {
                dialog.value = { kind: 'keys' };
              },
            },
          ],
        })
      }
    >
      <Avatar id={self.id} name={self.name} hue={self.hue} size="s" />
      {asking > 0 && <span class="self-dot" />}
    </button>
  );
}

function newMenu(anchor: Element): void {
  openMenu({
    label: t('inbox.new'),
    at: anchor.getBoundingClientRect(),
    items: [
      { label: t('inbox.new'), icon: 'personPlus', onSelect: () => navigate({ page: 'people' }) },
      {
        label: t('inbox.newGroup'),
        icon: 'people',
        onSelect: () => {
          dialog.value = { kind: 'newGroup' };
        },
      },
    ],
  });
}

function Filters({ items, filter }: { items: readonly InboxItem[]; filter: InboxFilter }) {
  const unread = items.filter((item) => !item.summary.archived && (item.unread > 0 || item.markedUnread)).length;
  const chip = (id: InboxFilter, label: string, count = 0) => (
    <button
      type="button"
      class="chip"
      aria-pressed={filter === id}
      onClick={() => {
        inboxFilter.value = filter === id ? 'all' : id;
      }}
    >
      {label}
      {count > 0 && <span class="chip-count">{count}</span>}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the group's label is enough.
    <div class="chips inbox-chips" role="group" aria-label={t('inbox.filters')}>
      {chip('all', t('inbox.filterAll'))}
      {chip('unread', t('inbox.filterUnread'), unread)}
      {chip('groups', t('inbox.filterGroups'))}
      {filter === 'archived' && chip('archived', t('inbox.archived'))}
    </div>
  );
}

/** Rows slide to their new places; the code for it comes after the list. */
function useReorder(shown: readonly InboxItem[], scope: string): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null);
  const latest = useRef(scope);
  latest.current = scope;
  const reorder = useRef<{ follow: (list: HTMLElement, scope: string) => void } | null>(null);
  useEffect(() => {
    // Without it rows are at once where they belong.
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

interface RowsProps {
  model: AppModel;
  shown: readonly InboxItem[];
  filter: InboxFilter;
  query: string;
  onClearQuery: () => void;
}

function Rows({ model, shown, filter, query, onClearQuery }: RowsProps) {
  locale();
  const here = route.value;
  const currentId = here.page === 'conversation' ? here.id : null;
  const peers = shown.flatMap(({ summary }) => (summary.peerId === undefined ? [] : [summary.peerId])).slice(0, 50);
  useWatch(peers);
  const onMenu = useCallback<InboxRowProps['onMenu']>(
    (one, event, element) => {
      const at = menuPlace(event, element);
      void import('../shared/conversation-menu').then(({ openInboxMenu }) => openInboxMenu(model, one, at));
    },
    [model],
  );
  const list = useReorder(shown, `${filter} ${query}`);
  if (shown.length === 0) return <NothingShown filter={filter} query={query} onClearQuery={onClearQuery} />;
  const tabbable = shown.some((item) => item.id === currentId) ? currentId : shown[0]?.id;
  return (
    <ul
      ref={list}
      aria-label={t('inbox.list')}
      onKeyDown={(event) => {
        if (moveFocus(event, event.currentTarget.querySelectorAll<HTMLElement>('.row'), 'vertical')) event.preventDefault();
      }}
    >
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

function SkeletonRows() {
  return (
    <div aria-hidden="true">
      {[52, 70, 44, 61, 38].map((width) => (
        <div key={width} class="row">
          <span class="avatar skeleton" />
          <span class="row-text">
            <span class="skeleton skeleton-line" style={{ inlineSize: `${width}%` }} />
            <span class="skeleton skeleton-line" style={{ inlineSize: `${width + 25}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}
