-- Ways into a group, what a member keeps from sight, and what one still sees of a group one has left.

CREATE TABLE invites (
  code TEXT NOT NULL PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  created_by TEXT NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL,
  -- NULL: never, and without limit.
  expires_at INTEGER,
  uses_max INTEGER,
  uses INTEGER NOT NULL DEFAULT 0,
  revoked_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX invites_conversation ON invites (conversation_id);

-- Who came by a link to a group that asks an admin first.
CREATE TABLE join_requests (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  note TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;

-- Messages that one member deleted for themselves.
CREATE TABLE deletions (
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  user_id TEXT NOT NULL REFERENCES users (id),
  seq INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id, seq)
) STRICT, WITHOUT ROWID;

-- The lastN when it was archived; the next countable message brings it back. NULL: not archived.
ALTER TABLE memberships ADD COLUMN archived_n INTEGER;
ALTER TABLE memberships DROP COLUMN archived_seq;
-- JSON of title, hue and memberCount when the member went: what changes later is not theirs to see.
ALTER TABLE memberships ADD COLUMN left_view TEXT;
