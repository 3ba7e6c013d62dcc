import { navigate } from '../../components/navigation/router';
import { toast } from '../../components/overlays/toast';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/model';
import { problemText } from '../shared/problem';
import { dialog } from '../shared/shell-state';

/** The person takes messages from contacts only: says so, and what to do. */
function tellShut(model: AppModel, userId: string): void {
  toast(t('people.shut', { name: model.people.nameOf(userId) }), {
    action: {
      label: t('people.add'),
      run: () => {
        dialog.value = { kind: 'request', userId };
      },
    },
  });
}

/** Opens the conversation with a person. */
export async function openDirect(model: AppModel, userId: string): Promise<void> {
  const opened = await model.conversations.openDirect(userId);
  if (opened.ok) navigate({ page: 'conversation', id: opened.value });
  else if (opened.problem === 'not_allowed') tellShut(model, userId);
  else toast(problemText(opened.problem), { kind: 'error' });
}
