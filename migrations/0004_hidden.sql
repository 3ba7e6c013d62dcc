-- The member took the conversation off their list when its log had this many countable messages; the next one brings it back.
ALTER TABLE memberships ADD COLUMN hidden_n INTEGER;
