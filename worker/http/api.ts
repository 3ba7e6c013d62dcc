import { Hono } from 'hono';
import type { Env } from '../platform/env';
import { notFound, onError, withApiHeaders } from './app-errors';
import { authRoutes } from './auth';
import { contactRoutes } from './contacts';
import { conversationRoutes } from './conversations';
import { draftRoutes } from './drafts';
import { inviteRoutes } from './invites';
import { operatorRoutes } from './operator';
import { profileRoutes } from './profile';
import { socketRoutes } from './socket';
import { syncRoutes } from './sync';
import { userRoutes } from './users';

/** All routes. The socket route precedes the middleware that changes responses, because its 101 must be returned unchanged. */
export function createApi() {
  return new Hono<{ Bindings: Env }>()
    .onError(onError)
    .route('/api/ws', socketRoutes)
    .use('/api/*', async (c, next) => {
      await next();
      c.res = withApiHeaders(c.res);
    })
    .route('/api/auth', authRoutes)
    .route('/api/conversations', conversationRoutes)
    .route('/api/invites', inviteRoutes)
    .route('/api/users', userRoutes)
    .route('/api/users', profileRoutes)
    .route('/api/contacts', contactRoutes)
    .route('/api/drafts', draftRoutes)
    .route('/api/operator', operatorRoutes)
    .route('/api/sync', syncRoutes)
    .notFound(notFound);
}
