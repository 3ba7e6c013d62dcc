/** Limits both sides enforce. Counts of characters are Unicode code points; sizes are UTF-8 bytes; times are milliseconds. */
export const FRAME_MAX_BYTES = 64 * 1024;
export const TEXT_MAX_CHARS = 4000;
/** Room for any text that fits one message, and for a draft of several. */
export const DRAFT_MAX_BYTES = 16 * 1024;
export const NAME_MAX_CHARS = 64;
export const ABOUT_MAX_CHARS = 300;
export const TITLE_MAX_CHARS = 100;
export const NOTE_MAX_CHARS = 200;
export const ANNOUNCEMENT_MAX_CHARS = 1000;
export const EMAIL_MAX_CHARS = 254;
export const PASSWORD_MIN_CHARS = 8;
export const PASSWORD_MAX_CHARS = 256;
export const QUERY_MAX_CHARS = 64;
export const ID_MAX_CHARS = 64;
/** The longest emoji that Unicode recommends: two people, a heart and a kiss, with two skin tones. */
export const EMOJI_MAX_BYTES = 35;
export const REACTIONS_MAX_PER_MESSAGE = 20;
export const MENTIONS_MAX = 50;
export const MEMBERS_MAX = 10_000;
export const IDS_PER_CALL_MAX = 500;
/** A summary names so many of the messages that its reader deleted, the newest. */
export const DELETIONS_LISTED_MAX = 100;
/** A summary carries its members up to this many; larger groups page through `GET …/members`. */
export const MEMBERS_INLINE_MAX = 50;
/** Places of unread mentions in one answer. */
export const MENTIONS_LISTED_MAX = 100;
export const PAGE_MAX = 100;
export const PAGE_DEFAULT = 50;
export const SOCKETS_PER_USER_MAX = 20;
/** ACK-5: pushes un-acked per connection. */
export const UNACKED_MAX = 256;
/** ACK-7: the client acks within this delay, or after this many pushes. */
export const ACK_DELAY_MS = 200;
export const ACK_EVERY = 32;
/** A message may be recalled by its author for this long. */
export const RECALL_WINDOW_MS = 2 * 60 * 1000;
/** People one connection may watch at a time: those on screen. */
export const WATCH_MAX = 50;
export const TYPING_INTERVAL_MS = 3000;
export const TYPING_TTL_MS = 5000;

/** The heartbeat's request and answer: plain text, not JSON, answered by the runtime while the hub sleeps (CONN-2). */
export const PING = 'ping';
export const PONG = 'pong';

/** Length of a text in code points, the unit of every `…_CHARS` limit. */
export function charCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
