import type { CommandDeps, CommandTable } from './table';

/** `watch`: sets the users whose presence the connection shows. */
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
