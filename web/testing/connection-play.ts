import type { Down } from '../../protocol/down';
import { dueAt, newConnection, step } from '../connection/machine';
import type { Connection, ConnectionEffect, ConnectionEvent } from '../connection/states';

/** A `welcome` with default settings. */
export const welcome = (more: Partial<Extract<Down, { type: 'welcome' }>> = {}): Down => ({
  type: 'welcome',
  connectionId: 'c',
  userId: 'u',
  heartbeatMs: 30_000,
  idleTimeoutMs: 300_000,
  now: 1,
  epoch: 'e',
  cursor: 'e.1',
  full: true,
  conversations: [],
  unreadTotal: 0,
  ...more,
});
/** A push. */
export const behind = (tid: number): Down => ({ type: 'behind', tid, conversationIds: ['x'] });

/** Drives a connection event by event. */
export class Play {
  state: Connection;
  effects: readonly ConnectionEffect[] = [];
  now = 1_000_000;
  random = 0.5;

  constructor(visible = true) {
    this.state = newConnection(visible, 'wifi', {}, this.now);
  }

  do(event: ConnectionEvent): this {
    const { state, effects } = step(this.state, event, { now: this.now, random: this.random });
    this.state = state;
    this.effects = effects;
    return this;
  }

  after(ms: number): this {
    this.now += ms;
    return this.do({ type: 'tick' });
  }

  /** Advances to the next due time. Returns the delay, milliseconds. */
  next(): number {
    const at = dueAt(this.state) ?? Number.NaN;
    const waited = at - this.now;
    this.now = at;
    this.do({ type: 'tick' });
    return waited;
  }

  get socket(): number {
    return this.state.lastSocket;
  }

  online(): this {
    const socket = this.do({ type: 'start' }).socket;
    return this.do({ type: 'opened', socket }).do({ type: 'frame', socket, frame: welcome() });
  }

  closed(code: number, reason = ''): this {
    return this.do({ type: 'closed', socket: this.socket, code, reason });
  }

  texts(): string[] {
    return this.effects.flatMap((effect) => (effect.type === 'text' ? [effect.text] : []));
  }

  opens(): boolean {
    return this.effects.some((effect) => effect.type === 'open');
  }
}
