import { Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { ID_MAX_CHARS, MEMBERS_MAX, PAGE_DEFAULT, PAGE_MAX, QUERY_MAX_CHARS } from '../../protocol/limits';
import { nameKey } from '../../protocol/name-key';
import { Role, TO_GRANT } from '../../protocol/roles';
import { text } from '../../protocol/text';
import type { SignedInVariables } from '../access/authenticate';
import type { Env } from '../platform/env';
import { ADD, ADDABLE, HAND_OVER, LEAVE, type MembersCursor, REMOVE, readMembers, SET_ROLE, TARGET_ROLE } from '../store/groups/members';
import { NOT_FOUND, parseBody, parseWith } from './app-errors';
import { assertCount, UserIds, whole } from './fields';
import { affectedUserIds, assertMay, runGroupCommand } from './group-command';

/** A place in the list of members: `admin.<id>`, as `next` in a response, or an id alone, which means the current place of that member. */
const Place = v.pipe(
  v.string(),
  v.regex(/^(?:(?:owner|admin|member)\.)?[A-Za-z0-9_-]+$/),
  v.maxLength(ID_MAX_CHARS + 'member.'.length),
  v.transform((value): MembersCursor => {
    const [userId = '', role] = value.split('.').reverse();
    return { role: Role.options.find((known) => known === role), userId };
  }),
);

const MembersQuery = v.object({
  after: v.optional(Place),
  q: v.optional(text(0, QUERY_MAX_CHARS), ''),
  limit: v.optional(whole(1, PAGE_MAX), String(PAGE_DEFAULT)),
});

/** `/api/conversations/:id/members`: the members of a group, joining, leaving and roles. */
export const memberRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  .get('/:id/members', async (c) => {
    const { after, q, limit } = parseWith(MembersQuery, c.req.query());
    const page = await readMembers(c.env.DB, c.req.param('id'), c.var.user.id, { after, nameKey: nameKey(q), limit });
    if (page === 'not_found') throw new ProtocolError('not_found', NOT_FOUND);
    if (page === 'not_member') throw new ProtocolError('not_member', 'You are no longer a member of this conversation.');
    const last = page.members.at(-1);
    return c.json({ ...page, ...(page.hasMore && last && { next: `${last.role}.${last.userId}` }) });
  })
  .post('/:id/members', async (c) => {
    const { userIds } = await parseBody(c, v.object({ userIds: v.pipe(UserIds, v.minLength(1)) }));
    assertCount(userIds);
    const command = { conversationId: c.req.param('id'), args: { userIds }, steps: [ADD], audience: 'after', probe: ADDABLE } as const;
    const result = await runGroupCommand(c, command, (done) => ({ newcomers: affectedUserIds(done) }));
    if (result.messages.length === 0) {
      assertMay(result.state, 'invite');
      if (result.state.probe !== 0) throw new ProtocolError('too_large', `A group has at most ${MEMBERS_MAX} members.`);
    }
    return c.json({ conversation: result.conversation });
  })
  .patch('/:id/members/:userId', async (c) => {
    const { role } = await parseBody(c, v.object({ role: Role }));
    const args = { userId: c.req.param('userId'), role };
    const command = { conversationId: c.req.param('id'), args, steps: [SET_ROLE], audience: 'after', probe: TARGET_ROLE } as const;
    const result = await runGroupCommand(c, command, () => ({ users: [args.userId, c.var.user.id] }));
    if (result.messages.length === 0) {
      assertMay(result.state, TO_GRANT[role]);
      if (result.state.probe === null) throw new ProtocolError('not_found', NOT_FOUND);
      if (result.state.probe !== role) throw new ProtocolError('not_allowed', 'The owner hands the group over before taking another role.');
    }
    return c.json({ conversation: result.conversation });
  })
  .delete('/:id/members/:userId', async (c) => {
    const userId = c.req.param('userId');
    const leaving = userId === c.var.user.id;
    const steps = leaving ? [HAND_OVER, LEAVE] : [REMOVE];
    const command = { conversationId: c.req.param('id'), args: { userId }, steps, audience: 'before', probe: TARGET_ROLE } as const;
    const result = await runGroupCommand(c, command, (done) => ({ users: affectedUserIds(done) }));
    if (result.messages.length === 0) {
      assertMay(result.state, ...(leaving ? [] : ['remove' as const]));
      if (result.state.probe === null) throw new ProtocolError('not_found', NOT_FOUND);
      throw new ProtocolError('not_allowed', 'Your role in this group does not allow that.');
    }
    return c.body(null, 204);
  });
