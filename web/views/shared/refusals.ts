import { effect } from '@preact/signals';
import { toast } from '../../components/overlays/toast';
import { t } from '../../i18n/i18n';
import type { AppModel } from '../../model/app';
import type { Refusal } from '../../model/connection';
import { problemText } from './problem';

function refusalText({ change, problem }: Refusal): string {
  if (problem === 'not_allowed' && change === 'recall') return t('refused.recallLate');
  if (problem === 'not_allowed' && change === 'pin') return t('refused.pinAdmins');
  return `${t(`refused.${change}`)} ${problemText(problem)}`;
}

/** Shows why the server refused a change: an edit, a recall, a reaction or a pin. Returns a function that stops it. */
export function showRefusals(model: AppModel): () => void {
  return effect(() => {
    const refusal = model.refusal.value;
    if (refusal !== null) toast(refusalText(refusal), { kind: 'error' });
  });
}
