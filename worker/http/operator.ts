import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { isSecret } from '../access/secrets';
import type { Env } from '../platform/env';
import { verifyUnread } from '../store/log/verify';
import { NOT_FOUND, parseWith } from './app-errors';
import { whole } from './fields';

const VerifyQuery = v.object({
  from: v.optional(v.pipe(v.string(), v.maxLength(200))),
  limit: v.optional(whole(1, 1000), '500'),
});

/** Without the operator secret every route here returns 404. */
const operator = createMiddleware<{ Bindings: Env }>(async (c, next) => {
  const given = /^Bearer (.{1,256})$/.exec(c.req.header('authorization') ?? '')?.[1];
  if (!(await isSecret(c.env.OPERATOR_SECRET, given))) throw new ProtocolError('not_found', NOT_FOUND);
  await next();
});

/** `/api/operator`: checks for operators, protected by `OPERATOR_SECRET`. */
export const operatorRoutes = new Hono<{ Bindings: Env }>()
  .use(operator)
  /** Recounts unread messages from the logs, one page of memberships per call: `{checked,differences,next?}`. One round trip. */
  .get('/unread', async (c) => {
    const { from, limit } = parseWith(VerifyQuery, c.req.query());
    return c.json(await verifyUnread(c.env.DB, from, limit));
  });
