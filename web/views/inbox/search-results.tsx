import { Button } from '../../components/button';
import { navigate } from '../../components/navigation/router';
import { Empty } from '../../components/states/empty';
import { t } from '../../i18n/i18n';
import { openDirect } from '../shared/open-direct';
import { PersonRow } from '../shared/person-row';
import { useTargets } from '../shared/targets';
import { useModel } from '../shared/use-model';
import { InboxRows } from './inbox-rows';

/** The results of the inbox search: conversations, including archived ones, then contacts without a conversation. */
export function SearchResults({ query, onClear }: { query: string; onClear: () => void }) {
  const model = useModel();
  const targets = useTargets(model.inbox.items.value, query);
  const items = targets.flatMap((target) => (target.kind === 'conversation' ? [target.item] : []));
  const people = targets.flatMap((target) => (target.kind === 'person' ? [target.user] : []));
  return (
    <>
      <InboxRows
        model={model}
        shown={items}
        scope={query}
        none={people.length === 0 ? <NoResults query={query} onClear={onClear} /> : null}
      />
      {people.length > 0 && (
        <section aria-label={t('people.contacts')}>
          <h2 class="list-section">{t('people.contacts')}</h2>
          <ul>
            {people.map((user) => (
              <PersonRow key={user.id} user={user} onOpen={() => void openDirect(model, user.id)} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function NoResults({ query, onClear }: { query: string; onClear: () => void }) {
  return (
    <Empty art="search" title={<bdi>{t('inbox.emptySearch', { query })}</bdi>} hint={t('inbox.emptySearchHint')}>
      <Button
        onClick={() => {
          onClear();
          navigate({ page: 'people' });
        }}
      >
        {t('inbox.searchPeople')}
      </Button>
    </Empty>
  );
}
