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

/** A listing that is loaded page by page stops after this many entries. */
const LIST_MAX = 500;

export type MembershipFields = {
  readonly mutedUntil?: number | null;
  readonly pinned?: boolean;
  readonly archived?: boolean;
  readonly markedUnread?: boolean;
};

/** All HTTP routes that the app calls. */
export function createApi(http: Http) {
  return {
    session: () => http.request('GET', '/api/auth/session', UserAnswer),
    signIn: (email: string, password: string) => http.request('POST', '/api/auth/sign-in', UserAnswer, { email, password }),
    signUp: (email: string, password: string, name: string) =>
      http.request('POST', '/api/auth/sign-up', UserAnswer, { email, password, name }),
    signOut: () => http.send('POST', '/api/auth/sign-out'),
    sessions: () => http.request('GET', '/api/auth/sessions', v.object({ sessions: v.array(Session) })),
    endSession: (id: string) => http.send('DELETE', `/api/auth/sessions/${segment(id)}`),
    changePassword: (current: string, next: string) => http.send('POST', '/api/auth/password', { current, next }),
    updateMe: (patch: { name?: string; about?: string; hue?: number | null; settings?: Settings }) =>
      http.request('PATCH', '/api/users/me', UserAnswer, patch),

    search: (text: string) => http.request('GET', `/api/users?q=${segment(text)}`, Users),
    user: (id: string) => http.request('GET', `/api/users/${segment(id)}`, v.object({ user: User })),
    users: (ids: readonly string[]) => http.request('GET', `/api/users?ids=${ids.map(segment).join(',')}`, Users),
    directory: () =>
      allPages<User>(async (after) => {
        const answer = await http.request('GET', `/api/users?limit=${PAGE_MAX}${after === '' ? '' : `&after=${segment(after)}`}`, Users);
        if (!answer.ok) return answer;
        const { users, hasMore = false } = answer.value;
        return { ok: true, value: { items: users, next: hasMore ? users.at(-1)?.id : undefined } };
      }),
    contacts: () => http.request('GET', '/api/contacts', Contacts),
    requestContact: (userId: string, note?: string) => http.send('POST', '/api/contacts', { userId, ...(note && { note }) }),
    acceptContact: (userId: string) => http.send('POST', `/api/contacts/${segment(userId)}/accept`),
    removeContact: (userId: string) => http.send('DELETE', `/api/contacts/${segment(userId)}`),
    setAlias: (userId: string, alias: string | null) => http.send('PATCH', `/api/contacts/${segment(userId)}`, { alias }),
    block: (userId: string) => http.send('PUT', `/api/contacts/${segment(userId)}/block`),
    unblock: (userId: string) => http.send('DELETE', `/api/contacts/${segment(userId)}/block`),

    openDirect: (userId: string) => http.request('POST', '/api/conversations', ConversationAnswer, { kind: 'direct', userId }),
    createGroup: (title: string, memberIds: readonly string[]) =>
      http.request('POST', '/api/conversations', ConversationAnswer, { kind: 'group', title, memberIds }),
    conversation: (id: string) => http.request('GET', `/api/conversations/${segment(id)}`, ConversationAnswer),
    updateConversation: (id: string, fields: GroupFields) =>
      http.request('PATCH', `/api/conversations/${segment(id)}`, ConversationAnswer, fields),
    membership: (id: string, fields: MembershipFields) =>
      http.request('PATCH', `/api/conversations/${segment(id)}/membership`, ConversationAnswer, fields),
    addMembers: (id: string, userIds: readonly string[]) =>
      http.request('POST', `/api/conversations/${segment(id)}/members`, ConversationAnswer, { userIds }),
    setRole: (id: string, userId: string, role: Role) =>
      http.request('PATCH', `/api/conversations/${segment(id)}/members/${segment(userId)}`, ConversationAnswer, { role }),
    removeMember: (id: string, userId: string) => http.send('DELETE', `/api/conversations/${segment(id)}/members/${segment(userId)}`),
    /** The changes of the inbox since the cursor; the whole inbox without one. */
    sync: (cursor: string | undefined) =>
      http.request('GET', cursor === undefined ? '/api/sync' : `/api/sync?cursor=${segment(cursor)}`, Inbox),
    drafts: () => http.request('GET', '/api/drafts', v.object({ drafts: v.array(Draft) })),
    /** A page of a log: the entries after `after`, or those before `before`. */
    page: (id: string, range: { after: number } | { before: number }, limit: number) =>
      http.request(
        'GET',
        `/api/conversations/${segment(id)}/messages?${'after' in range ? `after=${range.after}` : `before=${range.before}`}&limit=${limit}`,
        Page,
      ),
  };
}

export type Api = ReturnType<typeof createApi>;

/** Loads all pages of a listing, up to `LIST_MAX` entries. */
async function allPages<T>(
  loadPage: (after: string) => Promise<Result<{ items: readonly T[]; next: string | undefined }>>,
): Promise<Result<readonly T[]>> {
  const all: T[] = [];
  let after: string | undefined = '';
  while (after !== undefined && all.length < LIST_MAX) {
    const answer: Result<{ items: readonly T[]; next: string | undefined }> = await loadPage(after);
    if (!answer.ok) return answer;
    all.push(...answer.value.items);
    after = answer.value.next;
  }
  return { ok: true, value: all };
}
