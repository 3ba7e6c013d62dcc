-- The log in the order in which it is said, whosever it is: client ids begin with their time (UUID version 7), so a batch of many
-- people's messages fills one page, where a log ordered by conversation touched two a message. What is read by conversation finds it
-- through an index of a third of the size.
CREATE TABLE log (
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
  -- SEND-3: a client id is unique for ever.
  PRIMARY KEY (client_msg_id, sender_id)
) STRICT, WITHOUT ROWID;
INSERT INTO log SELECT conversation_id, seq, n, message_seq, sender_id, client_msg_id, kind, body, reply_to, target_seq, hidden, created_at,
  edited_body, edited_at, recalled_at, pinned_at FROM entries ORDER BY client_msg_id, sender_id;
DROP TABLE entries;
ALTER TABLE log RENAME TO entries;
CREATE UNIQUE INDEX entries_seq ON entries (conversation_id, seq);
-- All wordings of one message, without reading the log behind it. Of edits alone: no other entry writes a row here.
CREATE INDEX entries_edits ON entries (conversation_id, target_seq, seq) WHERE kind = 'edit';
