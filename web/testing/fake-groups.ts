import type { Invite, InvitePreview, JoinRequest, User } from '../../protocol/records';
import type { Pins, RareActionsModel, Readers } from '../model/rare-actions';
import type { Result } from '../model/result';

/** What the server tells of groups. */
export interface Told {
  readers: Readers;
  invites: readonly Invite[];
  joinRequests: readonly JoinRequest[];
  preview: InvitePreview | null;
  mentions: readonly number[];
  pins: Pins;
}

export const NOTHING_TOLD: Told = {
  readers: { count: 0, userIds: [] },
  invites: [],
  joinRequests: [],
  preview: null,
  mentions: [],
  pins: { messages: [], hasMore: false },
};

const ok = async <T>(value: T): Promise<Result<T>> => ({ ok: true, value });

/** Answers what it was told, and notes what was asked for. */
export function fakeGroups(
  told: () => Told & { readonly users: ReadonlyMap<string, User> },
  called: (name: string, ...values: unknown[]) => void,
): RareActionsModel {
  const gave =
    (name: string) =>
    (...values: unknown[]): Promise<Result<null>> => {
      called(name, ...values);
      return ok(null);
    };
  return {
    dissolve: gave('dissolve'),
    clearHistory: gave('clearHistory'),
    hide: gave('hide'),
    deleteMessages: gave('deleteMessages'),
    restoreMessages: gave('restoreMessages'),
    edits: () =>
      ok([
        { body: { kind: 'text' as const, text: 'before' }, at: 1 },
        { body: { kind: 'text' as const, text: 'after' }, at: 2 },
      ]),
    readers: () => ok(told().readers),
    mentions: (id) => {
      called('mentions', id);
      return ok(told().mentions);
    },
    pins: (id, before) => {
      called('pins', id, before);
      return ok(told().pins);
    },
    members: (_, text, after = '0') => {
      const found = [...told().users.values()]
        .filter(({ name }) => name.startsWith(text))
        .map(({ id, name }) => ({ userId: id, role: 'member' as const, name }));
      const end = Number(after) + 50;
      return ok({ members: found.slice(Number(after), end), ...(found.length > end && { next: `${end}` }) });
    },
    forward: (messages, ids, note) => {
      called('forward', messages.length, ids, note);
      return ok(() => called('takeBack'));
    },
    invites: () => ok(told().invites),
    invite: (id, limits) => {
      called('invite', id, limits);
      return ok({ code: 'new', createdBy: 'me', createdAt: 0, uses: 0 });
    },
    revokeInvite: gave('revokeInvite'),
    requests: () => ok(told().joinRequests),
    acceptRequest: gave('acceptRequest'),
    declineRequest: gave('declineRequest'),
    preview: async () => {
      const { preview } = told();
      return preview === null ? { ok: false, problem: 'not_found' } : { ok: true, value: preview };
    },
    join: (...values) => {
      called('join', ...values);
      return ok(told().preview?.approval === true ? null : 'c1');
    },
  };
}
