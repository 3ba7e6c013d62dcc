import type { Invite, InvitePreview, JoinRequest, User } from '../../protocol/records';
import type { Pins, RareActionsModel, Readers } from '../model/rare-actions';
import type { Result } from '../model/result';

/** The server's answers to rare actions. */
export interface RareAnswers {
  readers: Readers;
  invites: readonly Invite[];
  joinRequests: readonly JoinRequest[];
  preview: InvitePreview | null;
  mentions: readonly number[];
  pins: Pins;
}

export const NO_RARE_ANSWERS: RareAnswers = {
  readers: { count: 0, userIds: [] },
  invites: [],
  joinRequests: [],
  preview: null,
  mentions: [],
  pins: { messages: [], hasMore: false },
};

const ok = async <T>(value: T): Promise<Result<T>> => ({ ok: true, value });

/** Fake rare actions that return the given answers and record calls. */
export function fakeGroups(
  answers: () => RareAnswers & { readonly users: ReadonlyMap<string, User> },
  record: (name: string, ...values: unknown[]) => void,
): RareActionsModel {
  const succeed =
    (name: string) =>
    (...values: unknown[]): Promise<Result<null>> => {
      record(name, ...values);
      return ok(null);
    };
  return {
    dissolve: succeed('dissolve'),
    clearHistory: succeed('clearHistory'),
    hide: succeed('hide'),
    deleteMessages: succeed('deleteMessages'),
    restoreMessages: succeed('restoreMessages'),
    edits: () =>
      ok([
        { body: { kind: 'text' as const, text: 'before' }, at: 1 },
        { body: { kind: 'text' as const, text: 'after' }, at: 2 },
      ]),
    readers: () => ok(answers().readers),
    mentions: (id) => {
      record('mentions', id);
      return ok(answers().mentions);
    },
    pins: (id, before) => {
      record('pins', id, before);
      return ok(answers().pins);
    },
    members: (_, text, after = '0') => {
      const found = [...answers().users.values()]
        .filter(({ name }) => name.startsWith(text))
        .map(({ id, name }) => ({ userId: id, role: 'member' as const, name }));
      const end = Number(after) + 50;
      return ok({ members: found.slice(Number(after), end), ...(found.length > end && { next: `${end}` }) });
    },
    forward: (messages, ids, note) => {
      record('forward', messages.length, ids, note);
      return ok(() => record('takeBack'));
    },
    invites: () => ok(answers().invites),
    invite: (id, limits) => {
      record('invite', id, limits);
      return ok({ code: 'new', createdBy: 'me', createdAt: 0, uses: 0 });
    },
    revokeInvite: succeed('revokeInvite'),
    requests: () => ok(answers().joinRequests),
    acceptRequest: succeed('acceptRequest'),
    declineRequest: succeed('declineRequest'),
    preview: async () => {
      const { preview } = answers();
      return preview === null ? { ok: false, problem: 'not_found' } : { ok: true, value: preview };
    },
    join: (...values) => {
      record('join', ...values);
      return ok(answers().preview?.approval === true ? null : 'c1');
    },
  };
}
