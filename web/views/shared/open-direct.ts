import { navigate } from '../../components/navigation/router';
import { toast } from '../../components/overlays/toast';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import { dialog } from '../state/shell-state';
import { problemText } from './problem';

/** Explains that the person accepts messages from contacts only, and what to do. */
function explainContactsOnly(model: AppModel, userId: string): void {
  toast(t('people.shut', { name: model.people.nameOf(userId) }), {
    action: {
      label: t('people.add'),
      run: () => {
        dialog.value = { kind: 'request', userId };
      },
    },
  });
}

/** The conversation of a target, created if there is none; null: it failed, and the user was told why. */
export async function conversationOf(
  model: AppModel,
  { kind, id }: { readonly kind: 'conversation' | 'person'; readonly id: string },
): Promise<string | null> {
  if (kind === 'conversation') return id;
  const opened = await model.conversations.openDirect(id);
  if (opened.ok) return opened.value;
  if (opened.problem === 'not_allowed') explainContactsOnly(model, id);
  else toast(problemText(opened.problem), { kind: 'error' });
  return null;
}

/** Opens the direct conversation with a person. */
export async function openDirect(model: AppModel, userId: string): Promise<void> {
  const id = await conversationOf(model, { kind: 'person', id: userId });
  if (id !== null) navigate({ page: 'conversation', id });
}
