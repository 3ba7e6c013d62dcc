import { useState } from 'preact/hooks';
import { WATCH_MAX } from '../../../protocol/limits';
import { Button, IconButton } from '../../components/button';
import { goBack } from '../../components/navigation/router';
import { moveFocus } from '../../components/roving';
import { SearchField } from '../../components/search-field';
import { Empty } from '../../components/states/empty';
import { rank } from '../../find/find';
import { soundsReady } from '../../find/sounds-like';
import { t } from '../../i18n/i18n';
import { Failed } from '../shared/loaded';
import { openDirect } from '../shared/open-direct';
import { PersonRow } from '../shared/person-row';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { usePeopleSearch } from '../shared/use-people-search';
import { useLivePresence } from '../shared/watching';
import { dialog } from '../state/shell-state';
import { Decision } from './decision';
import { PeopleList } from './people-list';

/** Contacts, requests, and the directory or search results. */
export function PeoplePane() {
  const model = useModel();
  const [query, setQuery] = useState('');
  const [found, retrySearch] = usePeopleSearch(query);
  const { contacts, requests } = model.people.contacts.value;
  const retry = () => {
    retrySearch();
    if (!model.people.contactsLoaded.peek()) void model.people.loadContacts();
  };
  const searching = query.trim() !== '';
  // Renders again when the readings of Han characters have loaded.
  soundsReady.value;
  const serverResults = found.state === 'found' ? found.users : [];
  const matching = rank(contacts, query, ({ user, alias }) => (alias === undefined ? [user.name] : [alias, user.name]));
  // Includes contacts that match by data only the server has, such as an email address.
  const serverMatches = searching
    ? contacts.filter((contact) => serverResults.some(({ id }) => id === contact.user.id) && !matching.includes(contact))
    : [];
  const shownContacts = [...matching, ...serverMatches];
  const known = new Set([...contacts, ...(searching ? [] : requests)].map(({ user }) => user.id));
  const others = serverResults.filter(({ id }) => !known.has(id));
  useLivePresence(shownContacts.map(({ user }) => user.id).slice(0, WATCH_MAX));
  const open = (userId: string) => void openDirect(model, userId);
  const nothing = shownContacts.length === 0 && others.length === 0 && (searching || requests.length === 0);
  return (
    <>
      <header class="pane-head">
        <IconButton icon="back" label={t('common.back')} onClick={goBack} />
        <SearchField value={query} label={t('people.search')} onInput={setQuery} autoFocus />
      </header>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move among the buttons inside; Tab reaches them anyway. */}
      <div
        class="rows scroll"
        onKeyDown={(event) => {
          if (moveFocus(event, event.currentTarget.querySelectorAll<HTMLElement>('.row'), 'vertical')) event.preventDefault();
        }}
      >
        {!searching && (
          <Button
            kind="quiet"
            icon="people"
            wide
            onClick={() => {
              dialog.value = { kind: 'newGroup' };
            }}
          >
            {t('inbox.newGroup')}
          </Button>
        )}
        {!searching && requests.length > 0 && <Requests />}
        {shownContacts.length > 0 && (
          <section aria-label={t('people.contacts')}>
            <h2 class="list-section">{t('people.contacts')}</h2>
            <PeopleList
              people={shownContacts}
              nameOf={({ user }) => model.people.nameOf(user.id)}
              byName={!searching}
              row={({ user }) => (
                <PersonRow key={user.id} user={user} onOpen={() => open(user.id)}>
                  <IconButton
                    icon="more"
                    label={t('people.profileOf', { name: model.people.nameOf(user.id) })}
                    popup="dialog"
                    onClick={() => {
                      dialog.value = { kind: 'profile', userId: user.id };
                    }}
                  />
                </PersonRow>
              )}
            />
          </section>
        )}
        {others.length > 0 && (
          <section aria-label={searching ? t('people.results') : t('people.directory')}>
            <h2 class="list-section">{searching ? t('people.results') : t('people.directory')}</h2>
            <PeopleList
              people={others}
              nameOf={(user) => user.name}
              byName={!searching}
              row={(user) => (
                <PersonRow key={user.id} user={user} onOpen={() => open(user.id)}>
                  <AddButton userId={user.id} />
                </PersonRow>
              )}
            />
          </section>
        )}
        {found.state === 'failed' && <Failed problem={found.problem} onRetry={retry} />}
        {nothing && found.state === 'found' && (
          <Empty
            art={searching ? 'search' : 'perch'}
            title={searching ? t('people.none') : t('people.empty')}
            hint={searching ? t('people.noneHint') : t('people.emptyHint')}
          />
        )}
      </div>
    </>
  );
}

function AddButton({ userId }: { userId: string }) {
  const model = useModel();
  const asked = model.people.contacts.value.requests.some(({ user, direction }) => user.id === userId && direction === 'out');
  if (asked) return <span class="action-value">{t('people.requested')}</span>;
  return (
    <IconButton
      icon="personPlus"
      label={t('people.add')}
      onClick={() => {
        dialog.value = { kind: 'request', userId };
      }}
    />
  );
}

function Requests() {
  const model = useModel();
  const { requests } = model.people.contacts.value;
  return (
    <section aria-label={t('people.requests')}>
      <h2 class="list-section">{t('people.requests')}</h2>
      <ul>
        {requests.map(({ user, direction, note }) => (
          <PersonRow
            key={user.id}
            user={user}
            note={note ?? (direction === 'out' ? t('people.requested') : undefined)}
            onOpen={() => {
              dialog.value = { kind: 'profile', userId: user.id };
            }}
          >
            <Decision
              yes={t('people.accept')}
              onYes={direction === 'in' ? () => attempt(model.people.accept(user.id)) : undefined}
              no={direction === 'in' ? t('people.decline') : t('people.withdraw')}
              onNo={() => attempt(model.people.remove(user.id))}
            />
          </PersonRow>
        ))}
      </ul>
    </section>
  );
}
