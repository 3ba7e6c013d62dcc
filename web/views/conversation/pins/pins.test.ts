import { expect, it } from 'vitest';
import { message } from '../../../testing/fake-model';
import { pinsOf } from './pins';

const pinned = (seq: number, pinnedAt: number | undefined) => message(seq, 'ann', { more: { pinnedAt } });
const seqs = (messages: readonly { readonly seq?: number | undefined }[]) => messages.map(({ seq }) => seq);

it('puts the newest pin first, wherever its message is in the log', () => {
  expect(seqs(pinsOf([pinned(2, 30), pinned(7, 10)], [pinned(9, 20)]))).toEqual([2, 9, 7]);
});

it('prefers loaded messages, which include later changes', () => {
  expect(seqs(pinsOf([pinned(2, 30), pinned(7, 10)], [pinned(2, undefined), pinned(7, 40)]))).toEqual([7]);
});

it('leaves out recalled messages', () => {
  expect(pinsOf([], [message(3, 'ann', { more: { pinnedAt: 1, quiet: true } })])).toEqual([]);
});
