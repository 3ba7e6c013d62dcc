-- All wordings of one message, without reading the log behind it. Of edits alone: no other entry writes a row here.
CREATE INDEX entries_edits ON entries (conversation_id, target_seq) WHERE kind = 'edit';
