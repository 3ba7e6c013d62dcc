import { useState } from 'preact/hooks';
import type { User } from '../../../protocol/records';
import { Avatar } from '../../components/avatar';
import { SearchField } from '../../components/search-field';
import { sortedByName } from '../../find/by-name';
import { rank } from '../../find/find';
import { soundsReady } from '../../find/sounds-like';
import { t } from '../../i18n/i18n';
import { Icon } from '../../icons/icon';
import { Failed } from '../shared/loaded';
import { useModel } from '../shared/use-model';
import { usePeopleSearch } from '../shared/use-people-search';

interface PeoplePickerProps {
  chosen: ReadonlyMap<string, User>;
  onChange: (chosen: ReadonlyMap<string, User>) => void;
  /** Existing members. */
  without: ReadonlySet<string>;
}

/** Picks several people: contacts first, then everyone the search finds. */
export function PeoplePicker({ chosen, onChange, without }: PeoplePickerProps) {
  const model = useModel();
  const [query, setQuery] = useState('');
  const [found, retry] = usePeopleSearch(query);
  // Renders again when the readings of Han characters have loaded.
  soundsReady.value;
  const matching = rank(model.people.contacts.value.contacts, query, ({ user, alias }) =>
    alias === undefined ? [user.name] : [alias, user.name],
  );
  // Without a query both parts are sorted by name; with a query the best matches come first.
  const inOrder = (users: readonly User[]) => (query.trim() === '' ? sortedByName(users, ({ id }) => model.people.nameOf(id)) : users);
  const people = new Map<string, User>(inOrder(matching.map(({ user }) => user)).map((user) => [user.id, user]));
  if (found.state === 'found') for (const user of inOrder(found.users)) people.set(user.id, user);
  for (const id of without) people.delete(id);
  const toggle = (user: User) => {
    const next = new Map(chosen);
    if (!next.delete(user.id)) next.set(user.id, user);
    onChange(next);
  };
  return (
    <div class="picker">
      {chosen.size > 0 && (
        <ul class="picked" aria-label={t('group.selected', { n: chosen.size })}>
          {[...chosen.values()].map((user) => (
            <li key={user.id}>
              <button type="button" class="chip picked-chip" onClick={() => toggle(user)}>
                <Avatar id={user.id} name={model.people.nameOf(user.id)} hue={user.hue} size="xs" />
                <bdi>{model.people.nameOf(user.id)}</bdi>
                <Icon name="close" class="icon-xs" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <SearchField value={query} label={t('people.search')} onInput={setQuery} />
      <ul class="picker-list scroll" aria-label={t('group.pick')}>
        {[...people.values()].map((user) => (
          <li key={user.id}>
            <label class="row row-small">
              <Avatar id={user.id} name={model.people.nameOf(user.id)} hue={user.hue} size="s" />
              <span class="row-text">
                <bdi class="row-name truncate">{model.people.nameOf(user.id)}</bdi>
              </span>
              <input type="checkbox" class="check" checked={chosen.has(user.id)} onChange={() => toggle(user)} />
            </label>
          </li>
        ))}
        {found.state === 'failed' && (
          <li>
            <Failed problem={found.problem} onRetry={retry} />
          </li>
        )}
        {found.state === 'found' && people.size === 0 && <li class="dialog-text picker-none">{t('people.none')}</li>}
      </ul>
    </div>
  );
}
