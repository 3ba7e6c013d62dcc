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

/** Who does not state the operator's secret finds nothing here. */
const operator = createMiddleware<{ Bindings: Env }>(async (c, next) => {
  const given = /^Bearer (.{1,256})$/.exec(c.req.header('authorization') ?? '')?.[1];
  if (!(await isSecret(c.env.OPERATOR_SECRET, given))) throw new ProtocolError('not_found', NOT_FOUND);
  await next();
});

/** `/api/operator`: what the people who run a Magpie may ask it, under the secret `OPERATOR_SECRET`. */
export const operatorRoutes = new Hono<{ Bindings: Env }>()
  .use(operator)
  /** Recounts unread from the logs, a page of memberships at a time: `{checked,differences,next?}`. One round trip. */
  .get('/unread', async (c) => {
    const { from, limit } = parseWith(VerifyQuery, c.req.query());
    return c.json(await verifyUnread(c.env.DB, from, limit));
  });
