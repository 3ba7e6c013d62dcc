import { Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { NAME_MAX_CHARS, NOTE_MAX_CHARS } from '../../protocol/limits';
import { id, text } from '../../protocol/text';
import { type SignedInVariables, signedIn } from '../access/authenticate';
import { notifyContactsChanged } from '../messaging/contacts-changed';
import type { Env } from '../platform/env';
import { acceptContact, blockUser, removeContact, requestContact, setAlias, unblockUser } from '../store/people/contact-changes';
import { readContacts } from '../store/people/contacts';
import { NOT_FOUND, parseBody, parseWith } from './app-errors';

const Request = v.object({ userId: id, note: v.optional(text(0, NOTE_MAX_CHARS)) });
const Alias = v.object({
  /** Null or blank removes the alias. */
  alias: v.nullable(
    v.pipe(
      v.string(),
      v.transform((value) => value.trim()),
      text(0, NAME_MAX_CHARS),
    ),
  ),
});

type App = { Bindings: Env; Variables: SignedInVariables };

/**
 * Contacts, requests and blocks, mounted at `/api/contacts`. A read is two D1 round trips including the session. A change is three: the
 * session, the change, and the lists of the affected users online, who get them before the response is sent.
 */
export const contactRoutes = new Hono<App>()
  .use(signedIn)
  .get('/', async (c) => c.json(await readContacts(c.env.DB, c.var.user.id)))
  .post('/', async (c) => {
    const { userId, note } = await parseBody(c, Request);
    const me = c.var.user.id;
    if (userId === me) throw new ProtocolError('bad_request', 'Field "userId": must be somebody else.');
    const outcome = await requestContact(c.env.DB, me, userId, note?.trim() || undefined);
    if (outcome === 'not_found') throw notFound();
    if (outcome === 'blocked') throw new ProtocolError('blocked', 'You have blocked this person: lift the block first.');
    if (outcome === 'too_many') throw new ProtocolError('rate_limited', 'Too many of your requests are unanswered.', 3_600_000);
    await notifyContactsChanged(c.env, [me, userId]);
    return c.body(null, 204);
  })
  .post('/:userId/accept', async (c) => {
    const [me, peer] = [c.var.user.id, peerOf(c.req.param('userId'))];
    if (!(await acceptContact(c.env.DB, me, peer))) throw notFound();
    await notifyContactsChanged(c.env, [me, peer]);
    return c.body(null, 204);
  })
  /** Declines a request, withdraws one, or ends a contact. */
  .delete('/:userId', async (c) => {
    const [me, peer] = [c.var.user.id, peerOf(c.req.param('userId'))];
    if (!(await removeContact(c.env.DB, me, peer))) throw notFound();
    await notifyContactsChanged(c.env, [me, peer]);
    return c.body(null, 204);
  })
  .patch('/:userId', async (c) => {
    const [me, peer] = [c.var.user.id, peerOf(c.req.param('userId'))];
    const { alias } = await parseBody(c, Alias);
    if (!(await setAlias(c.env.DB, me, peer, alias || null))) throw notFound();
    await notifyContactsChanged(c.env, [me]);
    return c.body(null, 204);
  })
  /** The blocked user's devices get nothing, not even their unchanged lists: an unexpected frame would reveal the block. */
  .put('/:userId/block', async (c) => {
    const [me, peer] = [c.var.user.id, peerOf(c.req.param('userId'))];
    if (peer === me) throw new ProtocolError('bad_request', 'Nobody can block themselves.');
    const { found, withdrawn } = await blockUser(c.env.DB, me, peer);
    if (!found) throw notFound();
    await notifyContactsChanged(c.env, withdrawn ? [me, peer] : [me]);
    return c.body(null, 204);
  })
  .delete('/:userId/block', async (c) => {
    const [me, peer] = [c.var.user.id, peerOf(c.req.param('userId'))];
    if (!(await unblockUser(c.env.DB, me, peer))) throw notFound();
    await notifyContactsChanged(c.env, [me]);
    return c.body(null, 204);
  });

function peerOf(param: string): string {
  return parseWith(id, param, 'not_found');
}

function notFound(): ProtocolError {
  return new ProtocolError('not_found', NOT_FOUND);
}
