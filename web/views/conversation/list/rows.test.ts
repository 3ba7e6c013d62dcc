import { describe, expect, it } from 'vitest';
import { buildRows, GROUP_MS, type RowSource } from './rows';

const noon = new Date(2026, 4, 6, 12).getTime();
const item = (seq: number, senderId: string, createdAt = noon + seq * 1000, quiet = false): RowSource => ({
  key: `k${seq}`,
  seq,
  senderId,
  createdAt,
  quiet,
});
const options = { unreadAfterSeq: null, myId: 'me', reachedStart: true };
const shape = (rows: ReturnType<typeof buildRows>) =>
  rows
    .filter((row) => row.kind !== 'start')
    .map((row) => (row.kind === 'message' ? `${row.key}${row.first ? '<' : ''}${row.last ? '>' : ''}` : row.kind));

describe('rows', () => {
  it('groups messages of one sender within five minutes', () => {
    expect(
      shape(buildRows([item(1, 'a'), item(2, 'a'), item(3, 'a', noon + 2000 + GROUP_MS), item(4, 'b', noon + 3000 + GROUP_MS)], options)),
    ).toEqual(['day', 'k1<', 'k2>', 'k3<>', 'k4<>']);
  });

  it('breaks a group at midnight and adds a day line', () => {
    const midnight = new Date(2026, 4, 7).getTime();
    expect(shape(buildRows([item(1, 'a', midnight - 1000), item(2, 'a', midnight + 1000)], options))).toEqual([
      'day',
      'k1<>',
      'day',
      'k2<>',
    ]);
  });

  it('adds no day line twice, even if clocks run backwards', () => {
    const day = 86_400_000;
    const rows = buildRows([item(1, 'a', noon), item(2, 'a', noon + day), item(3, 'a', noon), item(4, 'a', noon + day)], options);
    expect(rows.filter((row) => row.kind === 'day')).toHaveLength(2);
    expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
  });

  it('adds the unread line before the first unread message of another person', () => {
    expect(shape(buildRows([item(1, 'a'), item(2, 'me'), item(3, 'a'), item(4, 'a')], { ...options, unreadAfterSeq: 1 }))).toEqual([
      'day',
      'k1<>',
      'k2<>',
      'unread',
      'k3<',
      'k4>',
    ]);
  });

  it('breaks the group at the unread line', () => {
    expect(shape(buildRows([item(1, 'a'), item(2, 'a')], { ...options, unreadAfterSeq: 1 }))).toEqual(['day', 'k1<>', 'unread', 'k2<>']);
  });

  it('leaves quiet lines out of groups', () => {
    expect(shape(buildRows([item(1, 'a'), item(2, 'a', noon + 2000, true), item(3, 'a')], options))).toEqual([
      'day',
      'k1<>',
      'quiet',
      'k3<>',
    ]);
  });

  it('puts queued messages without a seq last', () => {
    const waiting: RowSource = { key: 'w', senderId: 'me', createdAt: noon + 9000, quiet: false };
    expect(shape(buildRows([item(1, 'me'), waiting], options))).toEqual(['day', 'k1<', 'w>']);
  });

  it('holds back the oldest message until the one before it has loaded', () => {
    const items = [item(1, 'a'), item(2, 'a'), item(3, 'a')];
    expect(shape(buildRows(items.slice(1), { ...options, reachedStart: false }))).toEqual(['k3>']);
    expect(shape(buildRows(items, { ...options, reachedStart: false }))).toEqual(['k2', 'k3>']);
    expect(shape(buildRows(items, options))).toEqual(['day', 'k1<', 'k2', 'k3>']);
  });

  it('does not hold back a single message or the first unread one', () => {
    expect(shape(buildRows([item(1, 'a')], { ...options, reachedStart: false }))).toEqual(['day', 'k1<>']);
    expect(shape(buildRows([item(5, 'a'), item(6, 'a')], { ...options, unreadAfterSeq: 4, reachedStart: false }))).toEqual([
      'day',
      'unread',
      'k5<',
      'k6>',
    ]);
  });
});
