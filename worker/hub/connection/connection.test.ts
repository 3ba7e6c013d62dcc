import { expect, test } from 'vitest';
import { Connection } from './connection';
import { initialState } from './initial-state';

const TIMING = { ackTimeoutMs: 5000, resendIntervalMs: 5000, resendLimit: 3 };

test('CONN-3 the state is saved at once if a frame changed it, else once per interval', () => {
  let attached = 0;
  const socket = { serializeAttachment: () => attached++, send: () => {}, close: () => {}, readyState: 1 } as unknown as WebSocket;
  const connection = Connection.open(socket, initialState(new URLSearchParams(), 's', 0));
  const frameAt = (at: number) => {
    connection.state.frameAt = at;
    connection.save(1000);
    return attached;
  };
  expect(attached).toBe(1);
  expect([1, 500, 999].map(frameAt)).toEqual([1, 1, 1]);
  expect([1000, 1500, 2000].map(frameAt)).toEqual([2, 2, 3]);
  // The clock stepped back.
  expect([-8000, -7500].map(frameAt)).toEqual([4, 4]);
  connection.state.live = true;
  expect(frameAt(-7400)).toBe(5);
  connection.push([{ kind: 'message', conversationId: 'c', seq: 1, senderId: 'u', json: '{}' }], 0, TIMING);
  expect(frameAt(-7300)).toBe(6);
  connection.ack(1, 0, TIMING);
  expect(frameAt(-7200)).toBe(7);
  connection.state.watching = ['u'];
  expect(frameAt(-7100)).toBe(8);
});
