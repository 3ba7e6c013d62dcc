import * as v from 'valibot';
import { charCount, EMAIL_MAX_CHARS, NAME_MAX_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS, TITLE_MAX_CHARS } from './limits';
import { hasInk } from './names';
import { text } from './text';

// What people type into forms. The server parses with these schemas, and a form asks them before it sends (`v.is(email, typed)`), so that the
// two cannot disagree. HTML's own checks do: `type="email"` refuses addresses outside ASCII, `minlength` counts UTF-16 units.

// One @ between a local part and a domain of dotted labels; whether mail arrives there is nothing a pattern can tell.
const EMAIL = /^[^\s@\p{Cc}]{1,64}@[^\s@.\p{Cc}]+(?:\.[^\s@.\p{Cc}]+)*$/u;

/** An e-mail address, the same however it was typed: trimmed, in lower case. */
export const email = v.pipe(
  text(3, EMAIL_MAX_CHARS * 2),
  v.transform((value) => value.normalize('NFC').trim().toLowerCase()),
  v.check((value) => charCount(value) <= EMAIL_MAX_CHARS && EMAIL.test(value), 'must be an e-mail address'),
);

/** A password for checking: any text, since what was never allowed cannot fit either. */
export const givenPassword = text(1, PASSWORD_MAX_CHARS);

/** A password for setting. */
export const newPassword = text(PASSWORD_MIN_CHARS, PASSWORD_MAX_CHARS);

/** A person's name: any script, spaces around it taken away, and something to be seen in it. */
export const name = v.pipe(
  v.string(),
  v.transform((value) => value.trim()),
  text(1, NAME_MAX_CHARS),
  v.check(hasInk, 'must have something to be seen'),
);

/** A group's title: kept as written, but one line, and with something to be seen in it. */
export const title = v.pipe(
  text(1, TITLE_MAX_CHARS),
  v.check(hasInk, 'must have something to be seen'),
  v.check((value) => !/\p{Cc}/u.test(value), 'must not contain control characters'),
);
