import * as v from 'valibot';
import { Invite, InvitePreview, JoinRequest } from '../../protocol/records';
import type { InviteActions } from '../model/rare-actions';
import { plainName } from '../people/plain-name';
import { Conversation, map, type RareContext, segment } from './rare-context';

const Joined = v.union([Conversation, v.object({ requested: v.literal(true) })]);

export function inviteActions({ http, pathOf, send, thenReload, update }: RareContext): InviteActions {
  return {
    invites: async (id) =>
      map(await http.request('GET', pathOf(id, '/invites'), v.object({ invites: v.array(Invite) })), ({ invites }) => invites),
    invite: async (id, limits) =>
      map(await http.request('POST', pathOf(id, '/invites'), v.object({ invite: Invite }), limits), ({ invite }) => invite),
    revokeInvite: (id, code) => send('DELETE', pathOf(id, `/invites/${segment(code)}`)),
    requests: async (id) =>
      map(await http.request('GET', pathOf(id, '/requests'), v.object({ requests: v.array(JoinRequest) })), ({ requests }) => requests),
    acceptRequest: async (id, userId) => {
      const answer = await http.request('POST', pathOf(id, `/requests/${segment(userId)}/accept`), Conversation);
      if (answer.ok) update(answer.value.conversation);
      return map(answer, () => null);
    },
    declineRequest: (id, userId) => thenReload(id, send('DELETE', pathOf(id, `/requests/${segment(userId)}`))),
    preview: async (code) =>
      map(await http.request('GET', `/api/invites/${segment(code)}`, v.object({ invite: InvitePreview })), ({ invite }) => ({
        ...invite,
        title: plainName(invite.title),
      })),
    join: async (code, note) => {
      const answer = await http.request('POST', `/api/invites/${segment(code)}/join`, Joined, note === undefined ? {} : { note });
      if (answer.ok && 'conversation' in answer.value) update(answer.value.conversation);
      return map(answer, (joined) => ('conversation' in joined ? joined.conversation.id : null));
    },
  };
}
