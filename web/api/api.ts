import * as v from 'valibot';
import { Inbox, Page } from '../../protocol/down';
import { PAGE_MAX } from '../../protocol/limits';
import { Contacts, ConversationSummary, Draft, Self, Session, type Settings, User } from '../../protocol/records';
import type { Role } from '../../protocol/roles';
import type { GroupFields } from '../model/conversations';
import type { Result } from '../model/result';
import type { Http } from './http';

const UserAnswer = v.object({ user: Self });
const Users = v.object({ users: v.array(User), hasMore: v.optional(v.boolean()) });
const ConversationAnswer = v.object({ conversation: ConversationSummary });

const segment = encodeURIComponent;

/** Pages of a listing, up to this many entries. */
const LIST_MAX = 500;

export type MembershipFields = {
  readonly mutedUntil?: number | null;
  readonly pinned?: boolean;
  readonly archived?: boolean;
  readonly markedUnread?: boolean;
};

/** Every route that the app calls, once. */
export function createApi(http: Http) {
  return {
    session: () => http.ask('GET', '/api/auth/session', UserAnswer),
    signIn: (email: string, password: string) => http.ask('POST', '/api/auth/sign-in', UserAnswer, { email, password }),
    signUp: (email: string, password: string, name: string) => http.ask('POST', '/api/auth/sign-up', UserAnswer, { email, password, name }),
    signOut: () => http.tell('POST', '/api/auth/sign-out'),
    sessions: () => http.ask('GET', '/api/auth/sessions', v.object({ sessions: v.array(Session) })),
    endSession: (id: string) => http.tell('DELETE', `/api/auth/sessions/${segment(id)}`),
    changePassword: (current: string, next: string) => http.tell('POST', '/api/auth/password', { current, next }),
    updateMe: (patch: { name?: string; about?: string; hue?: number | null; settings?: Settings }) =>
      http.ask('PATCH', '/api/users/me', UserAnswer, patch),

    search: (text: string) => http.ask('GET', `/api/users?q=${segment(text)}`, Users),
    user: (id: string) => http.ask('GET', `/api/users/${segment(id)}`, v.object({ user: User })),
    users: (ids: readonly string[]) => http.ask('GET', `/api/users?ids=${ids.map(segment).join(',')}`, Users),
    directory: () =>
      pages<User>(async (after) => {
        const answer = await http.ask('GET', `/api/users?limit=${PAGE_MAX}${after === '' ? '' : `&after=${segment(after)}`}`, Users);
        if (!answer.ok) return answer;
        const { users, hasMore = false } = answer.value;
        return { ok: true, value: { items: users, next: hasMore ? users.at(-1)?.id : undefined } };
      }),
    contacts: () => http.ask('GET', '/api/contacts', Contacts),
    requestContact: (userId: string, note?: string) => http.tell('POST', '/api/contacts', { userId, ...(note && { note }) }),
    acceptContact: (userId: string) => http.tell('POST', `/api/contacts/${segment(userId)}/accept`),
    removeContact: (userId: string) => http.tell('DELETE', `/api/contacts/${segment(userId)}`),
    setAlias: (userId: string, alias: string | null) => http.tell('PATCH', `/api/contacts/${segment(userId)}`, { alias }),
    block: (userId: string) => http.tell('PUT', `/api/contacts/${segment(userId)}/block`),
    unblock: (userId: string) => http.tell('DELETE', `/api/contacts/${segment(userId)}/block`),

    openDirect: (userId: string) => http.ask('POST', '/api/conversations', ConversationAnswer, { kind: 'direct', userId }),
    createGroup: (title: string, memberIds: readonly string[]) =>
      http.ask('POST', '/api/conversations', ConversationAnswer, { kind: 'group', title, memberIds }),
    conversation: (id: string) => http.ask('GET', `/api/conversations/${segment(id)}`, ConversationAnswer),
    updateConversation: (id: string, fields: GroupFields) =>
      http.ask('PATCH', `/api/conversations/${segment(id)}`, ConversationAnswer, fields),
    membership: (id: string, fields: MembershipFields) =>
      http.ask('PATCH', `/api/conversations/${segment(id)}/membership`, ConversationAnswer, fields),
    addMembers: (id: string, userIds: readonly string[]) =>
      http.ask('POST', `/api/conversations/${segment(id)}/members`, ConversationAnswer, { userIds }),
    setRole: (id: string, userId: string, role: Role) =>
      http.ask('PATCH', `/api/conversations/${segment(id)}/members/${segment(userId)}`, ConversationAnswer, { role }),
    removeMember: (id: string, userId: string) => http.tell('DELETE', `/api/conversations/${segment(id)}/members/${segment(userId)}`),
    /** What changed in the inbox since the cursor. */
    sync: (cursor: string) => http.ask('GET', `/api/sync?cursor=${segment(cursor)}`, Inbox),
    drafts: () => http.ask('GET', '/api/drafts', v.object({ drafts: v.array(Draft) })),
    /** A page of a log: what follows `after`, or what precedes `before`. */
    page: (id: string, range: { after: number } | { before: number }, limit: number) =>
      http.ask(
        'GET',
        `/api/conversations/${segment(id)}/messages?${'after' in range ? `after=${range.after}` : `before=${range.before}`}&limit=${limit}`,
        Page,
      ),
  };
}

export type Api = ReturnType<typeof createApi>;

/** A listing by pages, put together. */
async function pages<T>(
  ask: (after: string) => Promise<Result<{ items: readonly T[]; next: string | undefined }>>,
): Promise<Result<readonly T[]>> {
  const all: T[] = [];
  let after: string | undefined = '';
  while (after !== undefined && all.length < LIST_MAX) {
    const answer: Result<{ items: readonly T[]; next: string | undefined }> = await ask(after);
    if (!answer.ok) return answer;
    all.push(...answer.value.items);
    after = answer.value.next;
  }
  return { ok: true, value: all };
}
