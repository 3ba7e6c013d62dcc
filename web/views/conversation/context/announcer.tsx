import { effect, signal } from '@preact/signals';
import { formatTime } from '../../../i18n/format';
import { t } from '../../../i18n/i18n';
import type { Timeline } from '../../../model/model';
import { lineOf } from '../bodies/line';
import type { ConversationContext } from './conversation-context';

const polite = signal('');
const assertive = signal('');

/** Several arrivals within this time are told as a number. */
const BATCH_MS = 700;

/** Two regions that are always in the page: screen readers only follow changes of regions they have seen before. */
export function Announcer() {
  return (
    <>
      <div class="sr-only" aria-live="polite" aria-atomic="true">
        {polite.value}
      </div>
      <div class="sr-only" aria-live="assertive" aria-atomic="true">
        {assertive.value}
      </div>
    </>
  );
}

/** Tells new messages of others as they arrive at the end, and one's own that failed; never history, never one's own sends. */
export function announceArrivals(timeline: Timeline, context: ConversationContext): () => void {
  let lastSeq: number | null = null;
  let failed = new Set<string>();
  let waiting: string[] = [];
  let timer = 0;
  const flush = () => {
    timer = 0;
    polite.value = waiting.length > 3 ? t('a11y.newMessages', { n: waiting.length }) : waiting.join('\n');
    waiting = [];
  };
  const stop = effect(() => {
    const rows = timeline.rows.value;
    const atEnd = !timeline.hasNewer.value && timeline.state.value === 'ready';
    const newest = rows.findLast((row) => row.seq !== undefined)?.seq ?? 0;
    if (lastSeq !== null && atEnd) {
      for (const row of rows) {
        if (row.seq === undefined || row.seq <= lastSeq || row.mine || row.quiet) continue;
        waiting.push(
          t('a11y.newMessage', {
            name: context.nameOf(row.senderId),
            text: lineOf(row.body, context.nameOf),
            time: formatTime(row.createdAt),
          }),
        );
      }
      if (waiting.length > 0 && timer === 0) timer = window.setTimeout(flush, BATCH_MS);
    }
    if (atEnd) lastSeq = Math.max(lastSeq ?? 0, newest);
    const nowFailed = new Set(rows.filter((row) => row.status === 'failed').map((row) => row.key));
    if ([...nowFailed].some((key) => !failed.has(key))) assertive.value = t('status.failed');
    else if (nowFailed.size === 0) assertive.value = '';
    failed = nowFailed;
  });
  return () => {
    stop();
    window.clearTimeout(timer);
  };
}
