import type { Outcome, Outcomes, Scene } from './access-scene';

/** The results of outsiders; each row adds the others. */
const inside = (member: Outcome, admin: Outcome, owner: Outcome, ex: Outcome = 'not_member'): Outcomes => ({
  anonymous: 'unauthenticated',
  stranger: 'not_found',
  blocked: 'not_found',
  ex,
  member,
  admin,
  owner,
});
export const members = (ex?: Outcome) => inside('ok', 'ok', 'ok', ex);
export const admins = inside('not_allowed', 'ok', 'ok');
const ownerOnly = inside('not_allowed', 'not_allowed', 'ok');
export const signedIn: Outcomes = {
  anonymous: 'unauthenticated',
  stranger: 'ok',
  blocked: 'ok',
  ex: 'ok',
  member: 'ok',
  admin: 'ok',
  owner: 'ok',
};

export interface Route {
  readonly path?: (scene: Scene) => string;
  readonly body?: (scene: Scene) => unknown;
  readonly outcomes: Outcomes;
}

const of =
  (rest: (scene: Scene) => string = () => '') =>
  (s: Scene) =>
    `/api/conversations/${s.id}${rest(s)}`;
const targeted = of((s) => `/members/${s.target.id}`);

/** One row for each route of the app that concerns conversations. */
export const ROUTES: Readonly<Record<string, Route>> = {
  'POST /api/conversations': {
    path: () => '/api/conversations',
    body: (s) => ({ kind: 'direct', userId: s.newcomer.id }),
    outcomes: signedIn,
  },
  'GET /api/conversations/:id': { path: of(), outcomes: members('ok') },
  'GET /api/conversations/:id/messages': { path: of(() => '/messages'), outcomes: members('ok') },
  'GET /api/conversations/:id/pins': { path: of(() => '/pins'), outcomes: members('ok') },
  'PATCH /api/conversations/:id': { path: of(), body: () => ({ title: 'New', history: 'all', hue: 1 }), outcomes: admins },
  'DELETE /api/conversations/:id': { path: of(), outcomes: ownerOnly },
  'GET /api/conversations/:id/members': { path: of(() => '/members'), outcomes: members() },
  'POST /api/conversations/:id/members': { path: of(() => '/members'), body: (s) => ({ userIds: [s.newcomer.id] }), outcomes: members() },
  'PATCH /api/conversations/:id/members/:userId': { path: targeted, body: () => ({ role: 'admin' }), outcomes: ownerOnly },
  'DELETE /api/conversations/:id/members/:userId': { path: targeted, outcomes: admins },
  'PATCH /api/conversations/:id/membership': { path: of(() => '/membership'), body: () => ({ pinned: true }), outcomes: members() },
  'DELETE /api/conversations/:id/membership': { path: of(() => '/membership'), outcomes: members('ok') },
  'DELETE /api/conversations/:id/history': { path: of(() => '/history'), outcomes: members('ok') },
  'DELETE /api/conversations/:id/messages/:seq': { path: of((s) => `/messages/${s.seq}`), outcomes: members('ok') },
  'PUT /api/conversations/:id/messages/:seq': { path: of((s) => `/messages/${s.seq}`), outcomes: members('ok') },
  'POST /api/conversations/:id/messages/delete': {
    path: of(() => '/messages/delete'),
    body: (s) => ({ seqs: [s.seq] }),
    outcomes: members('ok'),
  },
  'POST /api/conversations/:id/messages/restore': {
    path: of(() => '/messages/restore'),
    body: (s) => ({ seqs: [s.seq] }),
    outcomes: members('ok'),
  },
  'GET /api/conversations/:id/mentions': { path: of(() => '/mentions'), outcomes: members('ok') },
  'GET /api/conversations/:id/messages/:seq/readers': { path: of((s) => `/messages/${s.seq}/readers`), outcomes: members('not_found') },
  'GET /api/conversations/:id/messages/:seq/edits': { path: of((s) => `/messages/${s.seq}/edits`), outcomes: members('ok') },
  'POST /api/conversations/:id/invites': { path: of(() => '/invites'), body: () => ({}), outcomes: admins },
  'GET /api/conversations/:id/invites': { path: of(() => '/invites'), outcomes: admins },
  'DELETE /api/conversations/:id/invites/:code': { path: of((s) => `/invites/${s.code}`), outcomes: admins },
  'GET /api/conversations/:id/requests': { path: of(() => '/requests'), outcomes: admins },
  'POST /api/conversations/:id/requests/:userId/accept': {
    path: of((s) => `/requests/${s.asker.id}/accept`),
    body: () => ({}),
    outcomes: admins,
  },
  'DELETE /api/conversations/:id/requests/:userId': { path: of((s) => `/requests/${s.asker.id}`), outcomes: admins },
  // Anyone who holds a link may see the group's title and join.
  'GET /api/invites/:code': { path: (s) => `/api/invites/${s.code}`, outcomes: signedIn },
  'POST /api/invites/:code/join': { path: (s) => `/api/invites/${s.code}/join`, body: () => ({}), outcomes: signedIn },
  'GET /api/sync': { path: () => '/api/sync', outcomes: signedIn },
  'GET /api/drafts': { path: () => '/api/drafts', outcomes: signedIn },
};

/** Routes that know no conversation: only that nobody unknown gets in is asked of them here; `null` where that is their purpose. */
export const ELSEWHERE: Readonly<Record<string, string | null>> = {
  'POST /api/auth/sign-up': null,
  'POST /api/auth/sign-in': null,
  'POST /api/auth/sign-out': 'unauthenticated',
  'GET /api/auth/session': 'unauthenticated',
  'GET /api/auth/sessions': 'unauthenticated',
  'DELETE /api/auth/sessions/:id': 'unauthenticated',
  'POST /api/auth/password': 'unauthenticated',
  'GET /api/users': 'unauthenticated',
  'GET /api/users/me': 'unauthenticated',
  'GET /api/users/:id': 'unauthenticated',
  'PATCH /api/users/me': 'unauthenticated',
  'GET /api/contacts': 'unauthenticated',
  'POST /api/contacts': 'unauthenticated',
  'POST /api/contacts/:userId/accept': 'unauthenticated',
  'DELETE /api/contacts/:userId': 'unauthenticated',
  'PATCH /api/contacts/:userId': 'unauthenticated',
  'PUT /api/contacts/:userId/block': 'unauthenticated',
  'DELETE /api/contacts/:userId/block': 'unauthenticated',
  // Without the operator secret the route returns 404.
  'GET /api/operator/unread': 'not_found',
  // The route requires an upgrade first.
  'GET /api/ws': 'upgrade_required',
};

/** Holders of a link see the title, and those who join become members. */
export const BY_LINK = ['GET /api/invites/:code', 'POST /api/invites/:code/join'];
