import { SOCKETS_PER_USER_MAX } from '../../../protocol/limits';
import type { Connection } from './connection';
import { isIdle, type Life, lastSeenAt } from './idle';

/** The part of the object's state that the sockets need. */
export interface SocketHost {
  getWebSockets(): WebSocket[];
  getWebSocketAutoResponseTimestamp(socket: WebSocket): Date | null;
}

/** All connections of one user, restored from the attachments of their sockets when the object wakes. */
export class Sockets {
  private readonly bySocket = new Map<WebSocket, Connection>();

  constructor(
    private readonly host: SocketHost,
    private readonly idleTimeoutMs: number,
    restore: (socket: WebSocket) => Connection | undefined,
  ) {
    for (const socket of host.getWebSockets()) {
      const connection = restore(socket);
      if (connection) this.bySocket.set(socket, connection);
    }
  }

  of(socket: WebSocket): Connection | undefined {
    return this.bySocket.get(socket);
  }

  remove(socket: WebSocket): void {
    this.bySocket.delete(socket);
  }

  open(): Connection[] {
    return [...this.bySocket.values()].filter((connection) => connection.isOpen);
  }

  life(connection: Connection): Life {
    return connection.life(this.host.getWebSocketAutoResponseTimestamp(connection.socket));
  }

  /** Connections with a sign of life within the idle time-out; closes the others (CONN-3). */
  reachable(now: number): Connection[] {
    return this.open().filter((connection) => {
      // The last pong is read only if the frames leave a doubt, because this runs at every delivery.
      if (!isIdle(connection.life(null), now, this.idleTimeoutMs)) return true;
      if (!isIdle(this.life(connection), now, this.idleTimeoutMs)) return true;
      connection.close('idle');
      return false;
    });
  }

  /**
   * Adds a connection. It replaces an older connection of its tab and, beyond the limit, the connection that was silent longest (CONN-5).
   */
  add(connection: Connection): void {
    const { deviceId, tabId } = connection.state;
    for (const other of this.open()) if (other.state.deviceId === deviceId && other.state.tabId === tabId) other.close('replaced');
    const open = this.open();
    if (open.length >= SOCKETS_PER_USER_MAX) {
      const silent = open.reduce((a, b) => (lastSeenAt(this.life(a)) <= lastSeenAt(this.life(b)) ? a : b));
      silent.close('idle');
    }
    this.bySocket.set(connection.socket, connection);
  }
}
