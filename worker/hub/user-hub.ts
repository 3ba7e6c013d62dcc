import { DurableObject } from 'cloudflare:workers';
import { CLOSE_CODES } from '../../protocol/close-codes';
import { PING, PONG } from '../../protocol/limits';
import { PROTOCOL_VERSION } from '../../protocol/version';
import type { PushItem } from '../messaging/items';
import { ledgerAppend } from '../messaging/ledger';
import { reachHubs, sleep } from '../messaging/reach';
import type { Env } from '../platform/env';
import { causeOf, log } from '../platform/log';
import type { HubItem, HubRpc } from '../platform/rpc';
import { aliveSessions, type Handshake, isAlive, readHandshake } from '../store/handshake';
import { releaseLease, takeLease } from '../store/people/leases';
import { Alarm } from './alarms';
import { Commands } from './commands/commands';
import { Notifier } from './commands/notifier';
import { Connection } from './connection/connection';
import { forgettableMs, idleCheckAt, type Life } from './connection/idle';
import { initialState } from './connection/initial-state';
import { readBodies } from './connection/redelivery';
import { Sockets } from './connection/sockets';
import { AckTimer } from './delivery/ack-timer';
import { nextDueAt } from './delivery/deliveries';
import { type HubSettings, hubSettings } from './limits/settings';
import { Presence } from './presence/presence';

/**
 * How long un-acked pushes keep the object awake before an alarm takes over, milliseconds. Most acks come sooner, and an alarm writes two
 * rows.
 */
const ACK_GRACE_MS = 1000;

/**
 * The hub of a user: all of the user's sockets end here. This class only connects the modules beside it, which decide what to resend,
 * when to wake and whom to notify. All its fields can be rebuilt from the sockets' attachments and D1.
 */
export class UserHub extends DurableObject<Env> implements HubRpc {
  private readonly settings: HubSettings;
  private readonly sockets: Sockets;
  private readonly alarms: Alarm;
  private readonly presence: Presence;
  private readonly commands: Commands;
  /** Upgrades whose session and inbox are being read. An item that arrives meanwhile makes their inbox stale. */
  private readonly upgrades = new Set<{ readonly sessionId: string; stale: boolean; ended: boolean }>();
  private readonly ackTimer: AckTimer;
  private leaseWork: Promise<unknown> = Promise.resolve();
  /** When the lease and the sessions were last checked, epoch ms: an alarm for acks need not check them again. */
  private lastCheckedAt = 0;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.settings = hubSettings(env);
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
    this.sockets = new Sockets(ctx, this.settings.idleTimeoutMs, Connection.restore);
    this.alarms = new Alarm(ctx.storage);
    this.ackTimer = new AckTimer({
      graceMs: Math.min(ACK_GRACE_MS, this.settings.ackTimeoutMs / 2),
      ackTimeoutMs: this.settings.ackTimeoutMs,
      now: () => Date.now(),
      dueAt: () =>
        this.sockets
          .open()
          .flatMap((connection) => nextDueAt(connection.state.deliveries) ?? [])
          .sort((a, b) => a - b)[0],
      onGraceOver: () => this.scheduleWakeUp(true),
      onFailure: (error) => log({ event: 'handler_failed', handler: 'ackTimer', cause: causeOf(error) }),
    });
    const fanOut = reachHubs(env, (parcels) => ctx.exports.FanOutWorker.deliver(parcels));
    this.presence = new Presence({
      db: env.DB,
      userId: this.userId,
      fanOut,
      now: () => Date.now(),
      random: () => Math.random(),
      isOnline: (userId) => env.USER_HUB.getByName(userId).isOnline(),
    });
    this.commands = new Commands({
      db: env.DB,
      append: ledgerAppend(env),
      userId: this.userId,
      settings: this.settings,
      now: () => Date.now(),
      sleep,
      notifier: new Notifier({
        db: env.DB,
        userId: this.userId,
        fanOut,
        now: () => Date.now(),
        sleep,
        deliverLocally: (items, except) => this.receive(items, except),
      }),
      presence: this.presence,
      pushTo: (connection, items) => this.pushTo(connection, items, Date.now()),
      connections: () => this.sockets.open(),
    });
  }

  private get userId(): string {
    // Hubs are addressed by user id only (`getByName`), so the name is always there.
    return this.ctx.id.name ?? '';
  }

  /**
   * Handles the upgrade. The Worker has checked the signature of the token and the origin; the session is checked here, together with the
   * read of the inbox.
   */
  override async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const sessionId = request.headers.get('x-magpie-session') ?? '';
    const cursor = url.searchParams.get('cursor');
    const upgrade = { sessionId, stale: false, ended: false };
    this.upgrades.add(upgrade);
    // A release of the lease must finish before the lease is taken.
    await this.leaseWork;
    // With the cursor in the address, one round trip checks the session and reads the inbox.
    const reading: Promise<Handshake | { alive: boolean }> =
      cursor === null ? isAlive(this.env.DB, this.userId, sessionId) : readHandshake(this.env.DB, this.userId, sessionId, cursor);
    const handshake = await reading.finally(() => this.upgrades.delete(upgrade));
    if (!handshake.alive || upgrade.ended) return new Response(null, { status: 401 });

    const pair = new WebSocketPair();
    if (url.searchParams.get('v') !== String(PROTOCOL_VERSION)) {
      // This socket is accepted without hibernation: a hibernatable socket that never got a frame leaves the client waiting for the
      // close.
      pair[1].accept();
      pair[1].close(CLOSE_CODES.upgrade_required.code, 'upgrade_required');
      return new Response(null, { status: 101, webSocket: pair[0] });
    }
    this.ctx.acceptWebSocket(pair[1]);
    const now = Date.now();
    const connection = Connection.open(pair[1], initialState(url.searchParams, sessionId, now));
    if ('inbox' in handshake && !upgrade.stale) connection.prefetch = { cursor: cursor ?? '', handshake: handshake, at: now };
    this.sockets.add(connection);
    // The session has just been read and the lease taken, so the alarm that the last close set need not check them.
    if (this.sockets.open().every((other) => other === connection)) this.lastCheckedAt = now;
    await this.scheduleWakeUp();
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  /** Returns a promise only if there is something to wait for: a promise costs more than most frames do. */
  override webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): void | Promise<void> {
    const connection = this.sockets.of(socket);
    // The client sent this before it saw our close. It sends it again on the next connection.
    if (socket.readyState !== WebSocket.OPEN) return;
    if (!connection) return socket.close(1011, 'unknown');
    const reportFailure = (error: unknown) => {
      log({ event: 'handler_failed', handler: 'message', cause: causeOf(error) });
      connection.fail('internal', 'Something went wrong here: try again.');
    };
    const finish = () => {
      if (connection.isOpen) connection.save(forgettableMs(this.settings.idleTimeoutMs));
      return this.scheduleWakeUp();
    };
    try {
      connection.state.frameAt = Date.now();
      const work = this.commands.handle(connection, raw);
      if (work instanceof Promise) return work.catch(reportFailure).then(finish);
    } catch (error) {
      reportFailure(error);
    }
    return finish();
  }

  /** CONN-8: a hibernatable socket does not answer a close frame by itself. */
  override async webSocketClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): Promise<void> {
    this.sockets.remove(socket);
    if (wasClean) {
      try {
        // 1005 means that the frame had no code; it must not be sent.
        if (code === 1005) socket.close();
        else socket.close(code, reason.slice(0, 40));
      } catch {}
    }
    await this.connectionRemoved();
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    this.sockets.remove(socket);
    await this.connectionRemoved();
  }

  private async connectionRemoved(): Promise<void> {
    if (this.sockets.open().length === 0) await this.alarms.ensure(this.presence.disconnected(), Date.now());
    await this.scheduleWakeUp();
  }

  /** RPC: delivers items from another hub or the Worker to this user's connections. */
  deliver(items: HubItem[]): void | Promise<void> {
    this.receive(items);
    return this.scheduleWakeUp();
  }

  /** RPC: whether the user is online. The caller has checked who may know. */
  async isOnline(): Promise<boolean> {
    return this.sockets.reachable(Date.now()).some((connection) => connection.state.live);
  }

  /** RPC: closes the sockets of sessions that have ended (CONN-4). */
  async endSessions(sessionIds: string[]): Promise<void> {
    const ended = new Set(sessionIds);
    for (const connection of this.sockets.open()) if (ended.has(connection.state.sessionId)) connection.close('signed_out');
    // An upgrade whose session was read before it ended has no socket yet.
    for (const upgrade of this.upgrades) if (ended.has(upgrade.sessionId)) upgrade.ended = true;
    await this.scheduleWakeUp();
  }

  /** Runs everything that is due, for whichever reason the alarm was set. */
  override async alarm(): Promise<void> {
    this.alarms.fired();
    try {
      const now = Date.now();
      const missing = this.sockets.reachable(now).map((connection) => ({ connection, missing: connection.tick(now, this.settings) }));
      await readBodies(this.env.DB, this.userId, missing);
      for (const { connection } of missing) if (connection.isOpen) connection.save();
      if (missing.length > 0 && now - this.lastCheckedAt >= this.settings.idleTimeoutMs) await this.checkLeaseAndSessions(now);
      if (this.sockets.open().length === 0) {
        const nextCheckAt = await this.presence.checkOffline();
        if (nextCheckAt !== undefined) await this.alarms.ensure(nextCheckAt, now);
      }
    } catch (error) {
      log({ event: 'handler_failed', handler: 'alarm', cause: causeOf(error) });
    } finally {
      await this.scheduleWakeUp(true);
    }
  }

  /**
   * Renews the lease and closes the sockets of ended sessions. The renewal repairs a lease that was lost to a crash between release and
   * take. The close catches expired sessions, and ended ones of which this hub was never notified.
   */
  private async checkLeaseAndSessions(now: number): Promise<void> {
    this.lastCheckedAt = now;
    await this.lease(takeLease(this.env.DB, this.userId));
    const alive = await aliveSessions(this.env.DB, this.userId);
    for (const connection of this.sockets.open()) if (!alive.has(connection.state.sessionId)) connection.close('signed_out');
  }

  private receive(items: readonly HubItem[], exceptConnectionId?: string): void {
    const now = Date.now();
    // Presence is not part of an inbox, and much of it arrives at once after a deploy.
    const changesInbox = items.some((item) => item.kind !== 'presence');
    if (changesInbox) for (const upgrade of this.upgrades) upgrade.stale = true;
    const reachable = this.sockets.reachable(now);
    if (reachable.length === 0 && this.upgrades.size === 0) {
      // After a deploy the first users back send presence to users who are about to return: their leases stay.
      if (changesInbox) this.ctx.waitUntil(this.lease(releaseLease(this.env.DB, this.userId)));
      return;
    }
    for (const connection of reachable) {
      if (connection.state.id === exceptConnectionId) continue;
      if (connection.heldItems) connection.heldItems.push(...items);
      else if (connection.state.live) this.pushTo(connection, items, now);
      else if (changesInbox) connection.prefetch = undefined;
    }
  }

  private pushTo(connection: Connection, items: readonly HubItem[], now: number): void {
    const pushes: PushItem[] = [];
    for (const item of items) {
      if (item.kind === 'notice') connection.sendText(item.json);
      else if (item.kind === 'presence') connection.presence.add(item.userId, item.json);
      else pushes.push(item);
    }
    if (pushes.length === 0) return;
    connection.push(pushes, now, this.settings);
    connection.save();
    // Also counts items that arrive long after their event: the user's other devices get a message only when it is stored.
    this.ackTimer.setOwed(true);
  }

  /** Runs one lease statement at a time, so that a release never overtakes a take. The next statement makes up for a failure. */
  private lease(statement: D1PreparedStatement): Promise<unknown> {
    this.leaseWork = this.leaseWork
      .then(() => (this.sockets.open().length > 0 || this.upgrades.size > 0 ? takeLease(this.env.DB, this.userId) : statement).run())
      .catch((error: unknown) => log({ event: 'store_failed', step: 'lease', cause: causeOf(error) }));
    return this.leaseWork;
  }

  /** Schedules the next wake-up; must be called at the end of every event. Returns a promise only if the alarm is set. */
  private scheduleWakeUp(isAlarmTime = false): void | Promise<void> {
    const now = Date.now();
    const open = this.sockets.open();
    const owed = open.filter((connection) => connection.state.deliveries.window.length > 0);
    const dueAt: number[] = [];
    if (isAlarmTime && owed.length > 0) {
      dueAt.push(now + this.settings.ackTimeoutMs, ...owed.flatMap((connection) => nextDueAt(connection.state.deliveries) ?? []));
    } else this.ackTimer.setOwed(owed.length > 0);
    const earliest = (life: (connection: Connection) => Life) =>
      Math.min(...dueAt, ...open.map((connection) => idleCheckAt(life(connection), this.settings.idleTimeoutMs)));
    // Pongs only postpone the idle check: if the alarm is early enough without them, they need not be read.
    const knownDueAt = earliest((connection) => connection.life(null));
    if (open.length === 0 || this.alarms.isSetFor(knownDueAt, now)) return;
    const exactDueAt = earliest((connection) => this.sockets.life(connection));
    return this.alarms.ensure(exactDueAt, now);
  }
}
