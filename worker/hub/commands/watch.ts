import type { CommandDeps, CommandTable } from './table';

/** `watch`: the people on screen, whose presence the connection wants to know. */
export function watchCommands({ presence }: CommandDeps): Pick<CommandTable, 'watch'> {
  return {
    watch: {
      limit: { allowance: 'watch', overLimit: { do: 'postpone', key: ({ state }) => state.id, newer: (_, frame) => frame } },
      accept: ({ state }, { userIds }) => {
        state.watching = userIds;
      },
      slot: 'watches',
      handle: (connection, { userIds }) => presence.answerWatch(connection, userIds),
    },
  };
}
