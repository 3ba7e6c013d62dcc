import { effect } from '@preact/signals';
import type { Item } from '../outbox/outbox';
import type { Account } from './account';

/**
 * Takes back messages that were just written. Items that wait offline or failed are discarded. Items in flight are recalled once they are
 * stored, because a recall needs their seq.
 */
export async function takeBack(account: Account, items: readonly Item[]): Promise<void> {
  const online = account.status.peek().state === 'online';
  // Items that are still being saved cannot be discarded yet.
  await account.outbox.saved();
  for (const { clientMsgId, conversationId } of items) {
    const stop = effect(() => {
      const waiting = account.outbox.items.value.find((item) => item.clientMsgId === clientMsgId);
      if (waiting !== undefined && online && waiting.failed === undefined) return;
      // Outside the effect, because both calls change signals that it reads.
      queueMicrotask(() => {
        stop();
        const seq = account.outbox.storedSeqOf(clientMsgId);
        if (waiting !== undefined) account.dispatchInAllTabs({ type: 'discard', clientMsgId });
        else if (seq !== undefined) account.write(conversationId, { kind: 'change', change: { kind: 'recall', targetSeq: seq } });
      });
    });
  }
}
