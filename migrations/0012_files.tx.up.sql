-- Files that people keep here: what is known of each. Their bytes lie in the store of files, under their sum.
CREATE TABLE files (
  id {{.ID}} PRIMARY KEY,
  owner_id {{.ID}} REFERENCES actors (id), -- who brought it; none for a copy from another site
  community_id {{.ID}} REFERENCES actors (id), -- in whose quota it counts; none: its owner's
  name TEXT NOT NULL,
  media_type TEXT NOT NULL, -- by its content
  size {{.ID}} NOT NULL,
  sum TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL DEFAULT '', -- that stand in it
  thumb_sum TEXT NOT NULL DEFAULT '',
  created_at {{.Time}} NOT NULL
);
--bun:split
CREATE INDEX files_community ON files (community_id);
--bun:split
CREATE INDEX files_owner ON files (owner_id);
--bun:split
CREATE INDEX files_sum ON files (sum);
--bun:split
CREATE INDEX files_thumb_sum ON files (thumb_sum) WHERE thumb_sum <> '';
--bun:split
CREATE INDEX files_state ON files (state, id);
--bun:split
ALTER TABLE notices ADD COLUMN file_id {{.ID}} NOT NULL DEFAULT 0;
--bun:split
-- Files that arrive in parts. How much has come is how long the part is that lies in the data folder.
CREATE TABLE uploads (
  id TEXT PRIMARY KEY, -- secret, so that nobody guesses another's
  owner_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  community_id {{.ID}} REFERENCES actors (id),
  name TEXT NOT NULL,
  size {{.ID}} NOT NULL,
  created_at {{.Time}} NOT NULL
);
--bun:split
CREATE INDEX uploads_owner ON uploads (owner_id);
--bun:split
-- Sums of which the store is just being rid, so that nobody begins to name them meanwhile.
CREATE TABLE leaving_blobs (
  sum TEXT PRIMARY KEY,
  at {{.Time}} NOT NULL
);
