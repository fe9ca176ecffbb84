-- People who sign in here, how they were let in, and their sessions.
CREATE TABLE accounts (
  id {{.ID}} PRIMARY KEY,
  actor_id {{.ID}} NOT NULL UNIQUE REFERENCES actors (id),
  email TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,
  admin {{.Bool}} NOT NULL DEFAULT FALSE,
  stamp TEXT NOT NULL,
  created_at {{.Time}} NOT NULL,
  seen_at {{.Time}},
  disabled_at {{.Time}}
);
--bun:split
CREATE TABLE invitations (
  id {{.ID}} PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  by_id {{.ID}} NOT NULL REFERENCES actors (id),
  community_id {{.ID}} REFERENCES actors (id),
  note TEXT NOT NULL DEFAULT '',
  uses_left INTEGER NOT NULL,
  used INTEGER NOT NULL DEFAULT 0,
  created_at {{.Time}} NOT NULL,
  expires_at {{.Time}} NOT NULL,
  revoked_at {{.Time}}
);
--bun:split
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY,
  data {{.Blob}} NOT NULL,
  expires_at {{.Time}} NOT NULL
);
--bun:split
CREATE INDEX sessions_expiry ON sessions (expires_at);
--bun:split
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at {{.Time}} NOT NULL
);
