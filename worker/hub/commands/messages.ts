import { ChangeQueue } from '../../messaging/changing';
import { SendQueue } from '../../messaging/sending';
import { causeOf, log } from '../../platform/log';
import { storeChange } from '../../store/log/changes';
import type { Connection } from '../connection/connection';
import type { CommandDeps, CommandTable } from './table';

/** Messages and changes share one allowance. */
const limit = { allowance: 'write', above: { do: 'refuse', sentence: 'Too many messages: wait a moment.' } } as const;

/** `send` and `change`: what is stored in a log and answered by `sendAck`. */
export function messageCommands({ db, append, userId, notifier }: CommandDeps): Pick<CommandTable, 'send' | 'change'> {
  const sends = new SendQueue({
    userId,
    append,
    tell: (told, audiences) => notifier.messages(told, audiences),
    onFailure: (error) => log({ event: 'store_failed', step: 'append', cause: causeOf(error) }),
  });
  const changes = new ChangeQueue({
    userId,
    store: (change) => storeChange(db, change),
    tell: (...told) => notifier.change(...told),
    onFailure: (error) => log({ event: 'store_failed', step: 'change', cause: causeOf(error) }),
  });
  return {
    send: { limit, handle: (connection, frame) => sends.add({ frame, ...answers(connection, frame.clientMsgId) }) },
    change: { limit, handle: (connection, frame) => changes.add({ frame, ...answers(connection, frame.clientMsgId) }) },
  };
}

function answers(connection: Connection, clientMsgId: string) {
  return {
    sessionId: connection.state.sessionId,
    connectionId: connection.state.id,
    stored: ({ conversationId, seq, n, createdAt }: { conversationId: string; seq: number; n: number; createdAt: number }) =>
      connection.tell({ type: 'sendAck', clientMsgId, conversationId, seq, n, createdAt }),
    refused: (...[code, message]: Parameters<Connection['fail']>) => {
      connection.fail(code, message, { clientMsgId });
      if (code === 'unauthenticated') connection.close('signed_out');
    },
  };
}
