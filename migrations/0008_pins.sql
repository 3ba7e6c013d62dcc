-- Pinned messages, found without reading the log. Of pinned ones alone: no other entry writes a row here.
CREATE INDEX entries_pins ON entries (conversation_id, seq) WHERE pinned_at IS NOT NULL;
