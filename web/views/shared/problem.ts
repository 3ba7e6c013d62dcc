import { toast } from '../../components/overlays/toast';
import { t } from '../../i18n/i18n';
import type { Problem, Result } from '../../model/result';

/** A sentence that says what happened and what to do. */
export const problemText = (problem: Problem): string => t(`error.${problem}`);

/** Runs an action and shows a toast if it fails. Returns whether it worked. */
export async function attempt(work: Promise<Problem | null | Result<unknown>>, done?: string): Promise<boolean> {
  const answer = await work;
  const problem = answer === null || typeof answer === 'string' ? answer : answer.ok ? null : answer.problem;
  if (problem !== null) toast(problemText(problem), { kind: 'error' });
  else if (done !== undefined) toast(done);
  return problem === null;
}
