import { WorkButton } from '../../components/states/work-button';
import { t } from '../../i18n/i18n';
import { Loaded } from '../shared/loaded';
import { PersonRow } from '../shared/person-row';
import { attempt } from '../shared/problem';
import { useModel } from '../shared/use-model';
import { useRequest } from '../shared/use-request';
import { dialog } from '../state/shell-state';

/** Blocked people, each with a button to unblock. */
export function Blocked() {
  const model = useModel();
  const { blocked } = model.people.contacts.value;
  const loaded = model.people.contactsLoaded.value;
  const [asked, retry] = useRequest<unknown>(
    async () => (loaded ? { ok: true, value: null } : model.people.loadContacts()),
    String(loaded),
  );
  if (!loaded) {
    return (
      <section class="section" aria-labelledby="settings-blocked">
        <h2 id="settings-blocked">{t('settings.blocked')}</h2>
        <Loaded answer={asked} onRetry={retry}>
          {() => null}
        </Loaded>
      </section>
    );
  }
  return (
    <section class="section" aria-labelledby="settings-blocked">
      <h2 id="settings-blocked">{t('settings.blocked')}</h2>
      <p class="note">{blocked.length === 0 ? t('people.noneBlocked') : t('people.blockedHint')}</p>
      {blocked.length > 0 && (
        <ul>
          {blocked.map((user) => (
            <PersonRow
              key={user.id}
              user={user}
              onOpen={() => {
                dialog.value = { kind: 'profile', userId: user.id };
              }}
            >
              <WorkButton work={() => attempt(model.people.unblock(user.id), t('people.unblockedToast', { name: user.name }))}>
                {t('people.unblock')}
              </WorkButton>
            </PersonRow>
          ))}
        </ul>
      )}
    </section>
  );
}
