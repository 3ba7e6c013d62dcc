import { TYPING_INTERVAL_MS } from '../../../protocol/limits';
import { causeOf, log } from '../../platform/log';
import { keepDraft } from '../../store/drafts';
import { typingAudience } from '../../store/log/marks';
import type { CommandDeps, CommandTable } from './table';

/** The most conversations whose last `typing` is remembered. */
const REMEMBERED_MAX = 256;

/** `typing` and `draft`: signs of an unsent message. */
export function writingCommands({ db, userId, notifier, now }: CommandDeps): Pick<CommandTable, 'typing' | 'draft'> {
  const typedAt = new Map<string, number>();
  return {
    typing: {
      limit: { allowance: 'typing', overLimit: { do: 'drop' } },
      async handle(connection, { conversationId }) {
        if (Math.abs(now() - (typedAt.get(conversationId) ?? 0)) < TYPING_INTERVAL_MS) return;
        // Clearing bounds the memory. No honest user types in so many conversations at once.
        if (typedAt.size >= REMEMBERED_MAX) typedAt.clear();
        typedAt.set(conversationId, now());
        try {
          notifier.typing(conversationId, await typingAudience(db, userId, connection.state.sessionId, conversationId));
        } catch (error) {
          log({ event: 'store_failed', step: 'typing', cause: causeOf(error) });
        }
      },
    },
    draft: {
      limit: {
        allowance: 'draft',
        overLimit: {
          do: 'postpone',
          key: (_, { conversationId }) => conversationId,
          newer: (waiting, frame) => (waiting.version > frame.version ? waiting : frame),
        },
      },
      async handle(connection, { type: _, requestId, ...draft }) {
        try {
          if (await keepDraft(db, userId, connection.state.sessionId, draft)) notifier.draft(draft, connection.state.id);
        } catch (error) {
          log({ event: 'store_failed', step: 'draft', cause: causeOf(error) });
          const ids = requestId === undefined ? {} : { requestId };
          connection.fail('unavailable', 'The draft could not be kept just now: send it again.', ids);
        }
      },
    },
  };
}
