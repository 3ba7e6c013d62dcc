import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Avatar } from '../../components/avatar';
import { IconButton } from '../../components/button';
import { navigate } from '../../components/navigation/router';
import { openMenu } from '../../components/overlays/open-menu';
import { moveFocus } from '../../components/roving';
import { SearchField } from '../../components/search-field';
import { Delayed } from '../../components/states/empty';
import { lazy } from '../../components/states/lazy';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import type { InboxItem } from '../../model/inbox';
import { useModel } from '../shared/use-model';
import { dialog, type InboxFilter, inboxFilter } from '../state/shell-state';
import { EmptyInbox } from './empty-inbox';
import { filterInbox } from './filter';
import { InboxRows } from './inbox-rows';

const SearchResults = lazy(async () => (await import('./search-results')).SearchResults);

export function InboxPane() {
  const model = useModel();
  const [query, setQuery] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const items = model.inbox.items.value;
  const filter = inboxFilter.value;
  const searching = query.trim() !== '';
  const shown = useMemo(() => filterInbox(items, filter), [items, filter]);
  useEffect(() => followPresses(model, list.current), [model]);
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
            const first = list.current?.querySelector<HTMLElement>('.row');
            if (event.key === 'ArrowDown') first?.focus();
            else if (event.key === 'Enter') first?.click();
            else return;
            event.preventDefault();
          }}
        />
        <IconButton icon="compose" label={t('inbox.new')} popup="menu" onClick={(event) => newMenu(event.currentTarget)} />
      </header>
      <Filters items={items} filter={filter} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move among the rows inside; Tab reaches them anyway. */}
      <div
        class="rows scroll"
        ref={list}
        onKeyDown={(event) => {
          if (moveFocus(event, event.currentTarget.querySelectorAll<HTMLElement>('.row'), 'vertical')) event.preventDefault();
        }}
      >
        {searching ? (
          <SearchResults query={query} onClear={() => setQuery('')} />
        ) : model.inbox.loaded.value ? (
          <InboxRows model={model} shown={shown} scope={filter} none={<EmptyInbox filter={filter} />} />
        ) : (
          <Delayed>
            <SkeletonRows />
          </Delayed>
        )}
      </div>
    </>
  );
}

/** Opens a conversation's menu by a long press; the code loads after the list. */
function followPresses(model: AppModel, list: HTMLElement | null): () => void {
  let stop: (() => void) | null = () => undefined;
  // If this fails, the same menu is in the conversation's header.
  void import('./press-menu').then(
    ({ followRowPresses }) => {
      if (stop !== null && list !== null) stop = followRowPresses(model, list);
    },
    () => undefined,
  );
  return () => {
    stop?.();
    stop = null;
  };
}

/** Marks everything unread as read. */
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
  const requestCount = model.people.contacts.value.requests.filter(({ direction }) => direction === 'in').length;
  const label = requestCount === 0 ? t('nav.menu') : `${t('nav.menu')}, ${t('people.openRequests', { n: requestCount })}`;
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
            { label: t('nav.people'), icon: 'people', count: requestCount, onSelect: () => navigate({ page: 'people' }) },
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
      {requestCount > 0 && <span class="self-dot" />}
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
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend; the group's label is enough.
    <div class="chips inbox-chips" role="group" aria-label={t('inbox.filters')}>
      {chip('all', t('inbox.filterAll'))}
      {chip('unread', t('inbox.filterUnread'), unread)}
      {chip('groups', t('inbox.filterGroups'))}
      {filter === 'archived' && chip('archived', t('inbox.archived'))}
    </div>
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
