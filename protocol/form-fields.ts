import * as v from 'valibot';
import { charCount, EMAIL_MAX_CHARS, NAME_MAX_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS, TITLE_MAX_CHARS } from './limits';
import { hasInk } from './names';
import { text } from './text';

// The fields of forms. The server parses with these schemas, and a form checks them before it sends (`v.is(email, typed)`), so that both
// agree. HTML's own checks differ: `type="email"` rejects addresses outside ASCII, and `minlength` counts UTF-16 units.

// One @ between a local part and a domain of dotted labels. A pattern cannot tell whether mail arrives there.
const EMAIL = /^[^\s@\p{Cc}]{1,64}@[^\s@.\p{Cc}]+(?:\.[^\s@.\p{Cc}]+)*$/u;

/** An e-mail address, normalised: NFC, trimmed, lower case. */
export const email = v.pipe(
  text(3, EMAIL_MAX_CHARS * 2),
  v.transform((value) => value.normalize('NFC').trim().toLowerCase()),
  v.check((value) => charCount(value) <= EMAIL_MAX_CHARS && EMAIL.test(value), 'must be an e-mail address'),
);

/** A password to check. No minimum applies, because a password that was never allowed matches nothing. */
export const givenPassword = text(1, PASSWORD_MAX_CHARS);

/** A password to set. */
export const newPassword = text(PASSWORD_MIN_CHARS, PASSWORD_MAX_CHARS);

/** A person's name in any script: trimmed, with at least one visible character. */
export const name = v.pipe(
  v.string(),
  v.transform((value) => value.trim()),
  text(1, NAME_MAX_CHARS),
  v.check(hasInk, 'must have something to be seen'),
);

/** A group's title: kept as written, on one line, with at least one visible character. */
export const title = v.pipe(
  text(1, TITLE_MAX_CHARS),
  v.check(hasInk, 'must have something to be seen'),
  v.check((value) => !/\p{Cc}/u.test(value), 'must not contain control characters'),
);
