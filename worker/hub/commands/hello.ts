import { causeOf, log } from '../../platform/log';
import { type LiveHandshake, readHandshake } from '../../store/handshake';
import type { Connection } from '../connection/connection';
import type { CommandDeps, CommandTable } from './table';

/** An inbox that was read with the upgrade is used for a `hello` within this time. Milliseconds. */
const PREFETCH_MS = 3000;
export const NO_INBOX = 'The inbox could not be read just now: say hello again.';

/** `hello`: answered by `welcome`, with the inbox since the cursor of the connection. */
export function helloCommands(deps: CommandDeps): Pick<CommandTable, 'hello'> {
  return {
    hello: {
      // Each connection handles one `hello` at a time.
      limit: null,
      beforeWelcome: true,
      handle(connection, { cursor }) {
        if (connection.heldItems) return;
        connection.pendingWelcome = answer(deps, connection, cursor);
        return connection.pendingWelcome;
      },
    },
  };
}

async function answer(deps: CommandDeps, connection: Connection, cursor: string | undefined): Promise<void> {
  const { prefetch } = connection;
  connection.prefetch = undefined;
  if (prefetch && prefetch.cursor === (cursor ?? '') && deps.now() - prefetch.at < PREFETCH_MS)
    return welcome(deps, connection, prefetch.handshake);
  connection.heldItems = [];
  try {
    const handshake = await readHandshake(deps.db, deps.userId, connection.state.sessionId, cursor);
    if (!handshake.alive) return connection.close('signed_out');
    welcome(deps, connection, handshake);
  } catch (error) {
    log({ event: 'store_failed', step: 'inbox', cause: causeOf(error) });
    connection.fail('unavailable', NO_INBOX);
  }
  const { heldItems } = connection;
  connection.heldItems = undefined;
  // Items that arrived meanwhile may be in the inbox or not; the client drops duplicates by seq. Nothing is pushed before the first
  // welcome.
  if (heldItems.length > 0 && connection.state.live) deps.pushTo(connection, heldItems);
}

function welcome(deps: CommandDeps, connection: Connection, { inbox, watchers }: LiveHandshake): void {
  // The connection closed while its inbox was read, so the user did not come online.
  if (!connection.isOpen) return;
  const isFirst = !deps.connections().some((other) => other.state.live);
  connection.state.live = true;
  const { heartbeatMs, idleTimeoutMs } = deps.settings;
  connection.send({ type: 'welcome', connectionId: connection.state.id, userId: deps.userId, heartbeatMs, idleTimeoutMs, ...inbox });
  if (isFirst) deps.presence.connected(watchers);
}
