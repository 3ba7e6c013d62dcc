import { ChangeQueue } from '../../messaging/changing';
import { SendQueue } from '../../messaging/sending';
import { causeOf, log } from '../../platform/log';
import { storeChange } from '../../store/log/changes';
import type { Connection } from '../connection/connection';
import type { CommandDeps, CommandTable } from './table';

/** Messages and changes share one allowance. */
const limit = { allowance: 'write', overLimit: { do: 'refuse', message: 'Too many messages: wait a moment.' } } as const;

/** `send` and `change`: both are stored in a log and answered by `sendAck`. */
export function messageCommands({ db, append, userId, notifier }: CommandDeps): Pick<CommandTable, 'send' | 'change'> {
  const sends = new SendQueue({
    userId,
    append,
    notify: (stored, audiences) => notifier.messages(stored, audiences),
    onFailure: (error) => log({ event: 'store_failed', step: 'append', cause: causeOf(error) }),
  });
  const changes = new ChangeQueue({
    userId,
    store: (change) => storeChange(db, change),
    notify: (...stored) => notifier.change(...stored),
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
    onStored: ({ conversationId, seq, n, createdAt }: { conversationId: string; seq: number; n: number; createdAt: number }) =>
      connection.send({ type: 'sendAck', clientMsgId, conversationId, seq, n, createdAt }),
    onRefused: (...[code, message]: Parameters<Connection['fail']>) => {
      connection.fail(code, message, { clientMsgId });
      if (code === 'unauthenticated') connection.close('signed_out');
    },
  };
}
