import { Hono } from 'hono';
import type { Env } from './env';

export { UserHub } from './hub/user-hub';

export default new Hono<{ Bindings: Env }>();
