-- Every tail of a name with Chinese characters, folded like users.name_key, so that a search inside such names goes by index. Names of other
-- scripts are found by their beginning and have no row here.
CREATE TABLE name_parts (
  part TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  PRIMARY KEY (part, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_parts_user ON name_parts (user_id);
-- Letters that fold to plain ones since then.
UPDATE users SET name_key = replace(replace(replace(replace(replace(replace(replace(replace(replace(name_key,
    'ł', 'l'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'þ', 'th'), 'æ', 'ae'), 'œ', 'oe'), 'ħ', 'h'), 'ŧ', 't')
  WHERE name_key GLOB '*[łøđðþæœħŧ]*';
-- U+2E80 to U+2FD5, U+3005, U+3007, U+3400 to U+9FFF, U+F900 to U+FAD9, U+20000 to U+323AF.
INSERT INTO name_parts (part, user_id)
WITH RECURSIVE tails (part, user_id) AS (
  SELECT substr(name_key, 2), id FROM users WHERE name_key GLOB '*[' || char(11904) || '-' || char(12245) || char(12293) || char(12295)
    || char(13312) || '-' || char(40959) || char(63744) || '-' || char(64217) || char(131072) || '-' || char(205743) || ']*'
  UNION SELECT substr(part, 2), user_id FROM tails WHERE length(part) > 1)
SELECT part, user_id FROM tails WHERE trim(part) = part AND part <> '';
