import { Button } from '../../components/button';
import { t } from '../../i18n/i18n';
import { PersonRow } from '../people/person-row';
import { attempt } from '../problem';
import { dialog } from '../shell-state';
import { useModel } from '../use-model';

/** Who is blocked, and the way back. */
export function Blocked() {
  const model = useModel();
  const { blocked } = model.people.contacts.value;
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
              <Button onClick={() => void attempt(model.people.unblock(user.id), t('people.unblockedToast', { name: user.name }))}>
                {t('people.unblock')}
              </Button>
            </PersonRow>
          ))}
        </ul>
      )}
    </section>
  );
}
