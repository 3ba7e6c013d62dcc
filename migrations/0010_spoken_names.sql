-- People whose names have Chinese characters and were stored before their sound was. The Worker writes the sounds into name_parts beside
-- searches, a hundred names at a time, and takes them out here: a queue that is empty in the end and stays so.
CREATE TABLE unspoken_names (
  user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id)
) STRICT, WITHOUT ROWID;
-- The same characters as in 0009.
INSERT INTO unspoken_names (user_id) SELECT id FROM users WHERE name_key GLOB '*[' || char(11904) || '-' || char(12245) || char(12293)
  || char(12295) || char(13312) || '-' || char(40959) || char(63744) || '-' || char(64217) || char(131072) || '-' || char(205743) || ']*';
