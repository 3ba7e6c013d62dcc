-- Users, sessions, conversations and their logs.
-- WITHOUT ROWID throughout: a row and its primary key are one b-tree entry, so one row written.

CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- epoch: replaced after a restore, so that clients drop their copies (SYNC-4). tokenKey: signs session tokens.
INSERT INTO meta (key, value) VALUES ('epoch', lower(hex(randomblob(8)))), ('tokenKey', lower(hex(randomblob(32))));

CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The name folded for prefix search.
  name_key TEXT NOT NULL,
  about TEXT NOT NULL DEFAULT '',
  hue INTEGER,
  password_hash TEXT NOT NULL,
  settings TEXT NOT NULL DEFAULT '{}',
  last_seen_at INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX users_email ON users (email);
CREATE INDEX users_name_key ON users (name_key);

-- A signed-in device. The id is the SHA-256 of the token, in hex; the token itself is nowhere.
CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  user_agent TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user_id);

-- Failed sign-ins in the current window, per account (`a:` + e-mail) and per address (`i:` + IP).
CREATE TABLE attempts (
  key TEXT NOT NULL PRIMARY KEY,
  count INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (
  user_id TEXT NOT NULL REFERENCES users (id),
  peer_id TEXT NOT NULL REFERENCES users (id),
  state TEXT NOT NULL CHECK (state IN ('out', 'in', 'accepted')),
  alias TEXT,
  note TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, peer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE blocks (
  user_id TEXT NOT NULL REFERENCES users (id),
  blocked_id TEXT NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, blocked_id)
) STRICT, WITHOUT ROWID;

-- The id's first character is the shard: the database that holds the conversation.
CREATE TABLE conversations (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'group')),
  title TEXT NOT NULL DEFAULT '',
  hue INTEGER,
  announcement TEXT NOT NULL DEFAULT '',
  -- Only admins may speak.
  muted_all INTEGER NOT NULL DEFAULT 0,
  -- What those see who join late: the log from their joining on, or all of it.
  history TEXT NOT NULL DEFAULT 'joined' CHECK (history IN ('joined', 'all')),
  approval INTEGER NOT NULL DEFAULT 0,
  member_count INTEGER NOT NULL,
  -- Time of the last change of a field of this row: what a cursor is compared with. Messages do not touch the row.
  changed_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  dissolved_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE memberships (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
  read_seq INTEGER NOT NULL DEFAULT 0,
  read_n INTEGER NOT NULL DEFAULT 0,
  delivered_seq INTEGER NOT NULL DEFAULT 0,
  -- Entries up to this seq are not this member's to see (joined later, or cleared the history).
  visible_after_seq INTEGER NOT NULL DEFAULT 0,
  -- Set when the member is out: the last seq that stays readable.
  left_seq INTEGER,
  muted_until INTEGER,
  pinned INTEGER NOT NULL DEFAULT 0,
  -- The last seq when it was archived; what is said later brings it back. 0: not archived.
  archived_seq INTEGER NOT NULL DEFAULT 0,
  marked_unread INTEGER NOT NULL DEFAULT 0,
  joined_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_user ON memberships (user_id);

-- The log: messages and changes share one numbering, and its newest entry is the conversation's state: no row beside it
-- is written for a message. `n` counts the countable messages up to and including the entry; `message_seq` is the newest
-- message up to and including it, so that the inbox finds the last message behind any number of changes.
CREATE TABLE entries (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  message_seq INTEGER NOT NULL,
  sender_id TEXT NOT NULL,
  client_msg_id TEXT NOT NULL,
  -- 'message', or the kind of the change.
  kind TEXT NOT NULL,
  -- What the sender wrote, as JSON: a message's body, or the fields of a change. Never altered but by a recall.
  body TEXT NOT NULL,
  reply_to INTEGER,
  target_seq INTEGER,
  -- Only the sender may see the entry (the other person blocked them).
  hidden INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  -- The present state of a message that was changed: its body after the last edit, and the times of what happened to it.
  edited_body TEXT,
  edited_at INTEGER,
  recalled_at INTEGER,
  pinned_at INTEGER,
  PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;
-- SEND-3: a client id is unique for ever.
CREATE UNIQUE INDEX entries_client_msg_id ON entries (sender_id, client_msg_id);

CREATE TABLE reactions (
  conversation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  user_id TEXT NOT NULL,
  -- The seq of the change that set it: the order in which reactions are shown.
  change_seq INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, seq, emoji, user_id)
) STRICT, WITHOUT ROWID;

-- Who was named where; `*` stands for everyone.
CREATE TABLE mentions (
  conversation_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id, seq)
) STRICT, WITHOUT ROWID;

-- FAN-1: a user's hub has a socket open, or had one until shortly before `expires_at`.
CREATE TABLE leases (
  user_id TEXT NOT NULL PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
