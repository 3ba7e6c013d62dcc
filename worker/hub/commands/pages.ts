import { PAGE_DEFAULT } from '../../../protocol/limits';
import { causeOf, log } from '../../platform/log';
import { readPage } from '../../store/log/pages';
import type { CommandDeps, CommandTable } from './table';

/** `pull`: answered by a page of a log. */
export function pageCommands({ db, userId }: CommandDeps): Pick<CommandTable, 'pull'> {
  return {
    pull: {
      limit: { allowance: 'pull', overLimit: { do: 'refuse', message: 'Too many pages: wait a moment.' } },
      slot: 'pulls',
      async handle(connection, { requestId, conversationId, afterSeq, beforeSeq, limit }) {
        try {
          const range = { conversationId, after: afterSeq, before: beforeSeq, limit: limit ?? PAGE_DEFAULT };
          const result = await readPage(db, userId, connection.state.sessionId, range);
          if (result.ok) return connection.send({ type: 'pulled', requestId, conversationId, ...result.page });
          if (result.because === 'unauthenticated') return connection.close('signed_out');
          connection.fail('not_found', 'There is no such conversation.', { requestId });
        } catch (error) {
          log({ event: 'store_failed', step: 'pull', cause: causeOf(error) });
          connection.fail('unavailable', 'The messages could not be read just now: try again.', { requestId });
        }
      },
    },
  };
}
