import { effect } from '@preact/signals';
import { formatTime } from '../../../i18n/format';
import { t } from '../../../i18n/i18n';
import type { Timeline } from '../../../model/timeline';
import { announce, announceAtOnce } from '../../shared/announcer';
import { lineOf } from '../bodies/registry';
import type { ConversationContext } from '../context/conversation-context';

/** Several arrivals within this time are announced as a number, ms. */
const BATCH_MS = 700;

/** Announces new messages of others at the end of the log, and own messages that failed; never history, never own sends. */
export function announceArrivals(timeline: Timeline, context: ConversationContext): () => void {
  let lastSeq: number | null = null;
  let failed = new Set<string>();
  let waiting: string[] = [];
  let timer = 0;
  const flush = () => {
    timer = 0;
    announce(waiting.length > 3 ? t('a11y.newMessages', { n: waiting.length }) : waiting.join('\n'));
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
            text: lineOf(row, { myId: context.myId, nameOf: context.nameOf }),
            time: formatTime(row.createdAt),
          }),
        );
      }
      if (waiting.length > 0 && timer === 0) timer = window.setTimeout(flush, BATCH_MS);
    }
    if (atEnd) lastSeq = Math.max(lastSeq ?? 0, newest);
    const nowFailed = new Set(rows.filter((row) => row.status === 'failed').map((row) => row.key));
    if ([...nowFailed].some((key) => !failed.has(key))) announceAtOnce(t('status.failed'));
    else if (nowFailed.size === 0) announceAtOnce('');
    failed = nowFailed;
  });
  return () => {
    stop();
    window.clearTimeout(timer);
  };
}
