import { effect } from '@preact/signals';
import type { Item } from '../outbox/outbox';
import type { Account } from './account';

/**
 * Takes back what was just written: what waits without a connection, or was refused, is dropped; what is on its way is recalled once it
 * is stored, since only then it has a place.
 */
export async function takeBack(account: Account, items: readonly Item[]): Promise<void> {
  const online = account.status.peek().state === 'online';
  // What is being kept just now cannot be dropped yet.
  await account.outbox.saved();
  for (const { clientMsgId, conversationId } of items) {
    const stop = effect(() => {
      const waiting = account.outbox.items.value.find((item) => item.clientMsgId === clientMsgId);
      if (waiting !== undefined && online && waiting.failed === undefined) return;
      // Not within the effect: both change what it reads.
      queueMicrotask(() => {
        stop();
        const seq = account.outbox.storedSeqOf(clientMsgId);
        if (waiting !== undefined) account.decide({ type: 'discard', clientMsgId });
        else if (seq !== undefined) account.write(conversationId, { kind: 'change', change: { kind: 'recall', targetSeq: seq } });
      });
    });
  }
}
