/** Limits that both sides enforce. Characters are Unicode code points, sizes are UTF-8 bytes, times are milliseconds. */
export const FRAME_MAX_BYTES = 64 * 1024;
export const TEXT_MAX_CHARS = 4000;
/** Fits any text of one message, and a draft of several messages. */
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
/** The longest emoji that Unicode recommends: a kiss between two people with skin tones. */
export const EMOJI_MAX_BYTES = 35;
export const REACTIONS_MAX_PER_MESSAGE = 20;
export const MENTIONS_MAX = 50;
export const MEMBERS_MAX = 10_000;
export const IDS_PER_CALL_MAX = 500;
/** The most deleted messages that a summary lists, newest first. */
export const DELETIONS_LISTED_MAX = 100;
/** The largest group whose summary lists its members; larger groups page through `GET …/members`. */
export const MEMBERS_INLINE_MAX = 50;
/** The most unread mentions in one answer. */
export const MENTIONS_LISTED_MAX = 100;
export const PAGE_MAX = 100;
export const PAGE_DEFAULT = 50;
export const SOCKETS_PER_USER_MAX = 20;
/** ACK-5: un-acked pushes of one connection. */
export const UNACKED_MAX = 256;
/** ACK-7: the client acks within this delay, or after this many pushes. */
export const ACK_DELAY_MS = 200;
export const ACK_EVERY = 32;
/** How long authors may recall their messages. */
export const RECALL_WINDOW_MS = 2 * 60 * 1000;
/** Users that one connection may watch at a time: those on screen. */
export const WATCH_MAX = 50;
export const TYPING_INTERVAL_MS = 3000;
export const TYPING_TTL_MS = 5000;

/** The heartbeat's request and answer: plain text, not JSON, answered by the runtime while the hub sleeps (CONN-2). */
export const PING = 'ping';
export const PONG = 'pong';

/** The length of a text in code points, the unit of every `…_CHARS` limit. */
export function charCount(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
