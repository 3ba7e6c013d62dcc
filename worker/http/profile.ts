import { Hono } from 'hono';
import * as v from 'valibot';
import { ProtocolError } from '../../protocol/errors';
import { name } from '../../protocol/form-fields';
import { ABOUT_MAX_CHARS } from '../../protocol/limits';
import { Settings } from '../../protocol/records';
import { text } from '../../protocol/text';
import { type SignedInVariables, signedIn } from '../access/authenticate';
import { notifyProfileChanged } from '../messaging/profile-changed';
import type { Env } from '../platform/env';
import { toSelf, updateProfile } from '../store/people/users';
import { parseBody } from './app-errors';

const Patch = v.object({
  name: v.optional(name),
  about: v.optional(text(0, ABOUT_MAX_CHARS)),
  /** Null: derived from the id again. */
  hue: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(359)))),
  settings: v.optional(Settings),
});

/** `PATCH /api/users/me`: the user's own profile and settings, mounted beside `userRoutes`. */
export const profileRoutes = new Hono<{ Bindings: Env; Variables: SignedInVariables }>()
  // Two D1 round trips, plus those of `notifyProfileChanged`. Settings are merged: absent ones stay.
  .patch('/me', signedIn, async (c) => {
    const patch = await parseBody(c, Patch);
    const user = await updateProfile(c.env.DB, c.var.user.id, patch);
    if (!user) throw new ProtocolError('unauthenticated', 'Sign in first.');
    await notifyProfileChanged(c.env, user);
    return c.json({ user: toSelf(user) });
  });
