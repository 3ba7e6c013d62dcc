import { Hono } from 'hono';
import type { Env } from '../env';
import { notFound, onError, withApiHeaders } from './app-errors';
import { authRoutes } from './auth';
import { socketRoutes } from './socket';
import { syncRoutes } from './sync';

/** All routes. The socket stands before everything that touches answers: its 101 is returned as the hub made it. */
export function createApi() {
  return new Hono<{ Bindings: Env }>()
    .onError(onError)
    .route('/api/ws', socketRoutes)
    .use('/api/*', async (c, next) => {
      await next();
      c.res = withApiHeaders(c.res);
    })
    .route('/api/auth', authRoutes)
    .route('/api/sync', syncRoutes)
    .notFound(notFound);
}
