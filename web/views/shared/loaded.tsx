import type { ComponentChildren } from 'preact';
import { Delayed } from '../../components/states/empty';
import { t } from '../../i18n/i18n';
import type { Problem, Result } from '../../model/result';
import { problemText } from './problem';

interface LoadedProps<T> {
  answer: Result<T> | null;
  onRetry: () => void;
  children: (value: T) => ComponentChildren;
}

/** Shows a request: its result, that it is loading, or why it failed. */
export function Loaded<T>({ answer, onRetry, children }: LoadedProps<T>) {
  if (answer === null) {
    return (
      <Delayed>
        <span class="spinner" role="status" aria-label={t('common.loading')} />
      </Delayed>
    );
  }
  if (answer.ok) return <>{children(answer.value)}</>;
  return <Failed problem={answer.problem} onRetry={onRetry} />;
}

/** Why a request failed, with a button to try again. */
export function Failed({ problem, onRetry }: { problem: Problem; onRetry: () => void }) {
  return (
    <p class="form-error" role="alert">
      {problemText(problem)}
      <button type="button" class="link-button" onClick={onRetry}>
        {t('common.retry')}
      </button>
    </p>
  );
}
