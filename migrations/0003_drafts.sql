-- What a person has begun to write, for their other devices. A deleted draft stays as an empty row, so that an older version
-- that arrives late does not bring it back.
CREATE TABLE drafts (
  user_id TEXT NOT NULL REFERENCES users (id),
  conversation_id TEXT NOT NULL,
  -- Set by the device: epoch ms of the last key press.
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  reply_to INTEGER,
  PRIMARY KEY (user_id, conversation_id)
) STRICT, WITHOUT ROWID;
