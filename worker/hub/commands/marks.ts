import { ReadQueue } from '../../messaging/reading';
import { causeOf, log } from '../../platform/log';
import { raiseMarks } from '../../store/log/marks';
import type { CommandDeps, CommandTable } from './table';

/** `messageAck` and `read`: how far a device has received, and how far the user has read. */
export function markCommands(deps: CommandDeps): Pick<CommandTable, 'messageAck' | 'read'> {
  const { db, userId, notifier, sleep, now, settings } = deps;
  const reads = new ReadQueue({
    raise: (sessionId, marks, again) => raiseMarks(db, userId, sessionId, marks, again),
    notify: (raised) => notifier.marksRaised(raised),
    onSessionEnded: (sessionId) => {
      for (const connection of deps.connections()) if (connection.state.sessionId === sessionId) connection.close('signed_out');
    },
    onFailure: (error) => log({ event: 'store_failed', step: 'marks', cause: causeOf(error) }),
    sleep,
  });
  return {
    messageAck: { limit: null, handle: (connection, { tid }) => notifier.delivered(connection.ack(tid, now(), settings)) },
    read: {
      limit: {
        allowance: 'read',
        overLimit: {
          do: 'postpone',
          key: ({ state }, { conversationId }) => `${state.sessionId} ${conversationId}`,
          newer: (waiting, frame) => (waiting.seq > frame.seq ? waiting : frame),
        },
      },
      handle: (connection, frame) => reads.add(connection.state.sessionId, frame),
    },
  };
}
