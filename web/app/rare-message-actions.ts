import * as v from 'valibot';
import { forwardOf, type SendableBody } from '../../protocol/bodies';
import { MENTIONS_LISTED_MAX, PAGE_MAX } from '../../protocol/limits';
import { Edit, Message } from '../../protocol/records';
import type { MessageActions } from '../model/rare-actions';
import type { Result } from '../model/result';
import { rowOf } from '../timeline/rows';
import { map, type RareContext } from './rare-context';
import { takeBack } from './take-back';

const Pins = v.object({ messages: v.array(Message), hasMore: v.boolean() });
const Readers = v.object({ count: v.number(), userIds: v.optional(v.array(v.string())) });

/** Splits seqs into requests of the allowed size. Stops at the first failure. */
async function inBatches(seqs: readonly number[], run: (some: readonly number[]) => Promise<Result<null>>): Promise<Result<null>> {
  for (let i = 0; i < seqs.length; i += PAGE_MAX) {
    const answer = await run(seqs.slice(i, i + PAGE_MAX));
    if (!answer.ok) return answer;
  }
  return { ok: true, value: null };
}

export function messageActions({ http, account, pathOf, send, thenReload }: RareContext): MessageActions {
  return {
    deleteMessages: (id, seqs) =>
      thenReload(
        id,
        inBatches(seqs, (some) => send('POST', pathOf(id, '/messages/delete'), { seqs: some })),
      ),
    restoreMessages: (id, seqs) =>
      thenReload(
        id,
        inBatches(seqs, (some) => send('POST', pathOf(id, '/messages/restore'), { seqs: some })),
      ),
    edits: async (id, seq) =>
      map(await http.request('GET', pathOf(id, `/messages/${seq}/edits`), v.object({ edits: v.array(Edit) })), ({ edits }) => edits),
    readers: async (id, seq) => http.request('GET', pathOf(id, `/messages/${seq}/readers`), Readers),
    mentions: async (id) => {
      const upTo = account()?.inbox.peek().entries.get(id)?.summary.lastSeq ?? 0;
      const answer = await http.request('GET', pathOf(id, '/mentions'), v.object({ seqs: v.array(v.number()) }));
      // A full answer may be incomplete.
      if (answer.ok && answer.value.seqs.length < MENTIONS_LISTED_MAX)
        account()?.apply({ type: 'mentions', conversationId: id, seqs: answer.value.seqs, upTo });
      return map(answer, ({ seqs }) => seqs);
    },
    pins: async (id, before) => {
      const answer = await http.request('GET', pathOf(id, `/pins${before === undefined ? '' : `?before=${before}`}`), Pins);
      const myId = account()?.inbox.peek().myId ?? '';
      return map(answer, ({ messages, hasMore }) => ({ messages: messages.map((message) => rowOf(message, myId)), hasMore }));
    },
    forward: async (messages, ids, note) => {
      const open = account();
      if (!open) return { ok: false, problem: 'unauthenticated' };
      const { nameOf } = open.peopleModel;
      const copies = messages.flatMap(({ body, senderId }) => forwardOf(body, { userId: senderId, name: nameOf(senderId) }) ?? []);
      const bodies: SendableBody[] = note === '' ? copies : [...copies, { kind: 'text', text: note }];
      const items = ids.flatMap((id) => bodies.map((body) => open.write(id, { kind: 'send', body })));
      return { ok: true, value: () => void takeBack(open, items) };
    },
  };
}
