-- Addresses at which people's own calendars are read without signing in: one each, as the hash of what is secret in it.
CREATE TABLE calendar_feeds (
  actor_id {{.ID}} PRIMARY KEY REFERENCES actors (id) ON DELETE CASCADE,
  token_hash TEXT NOT NULL UNIQUE,
  made_at {{.Time}} NOT NULL
);
