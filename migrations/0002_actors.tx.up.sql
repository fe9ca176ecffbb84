-- People, communities and sites, here and elsewhere. One table, so that a handle, a follow and an
-- author look the same wherever they come from.
CREATE TABLE actors (
  id {{.ID}} PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  host TEXT NOT NULL DEFAULT '',
  uri TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  inbox TEXT NOT NULL DEFAULT '',
  shared_inbox TEXT NOT NULL DEFAULT '',
  outbox TEXT NOT NULL DEFAULT '',
  followers TEXT NOT NULL DEFAULT '',
  featured TEXT NOT NULL DEFAULT '',
  moderators TEXT NOT NULL DEFAULT '',
  icon TEXT NOT NULL DEFAULT '',
  icon_media_id {{.ID}},
  approves {{.Bool}} NOT NULL DEFAULT FALSE,
  indexable {{.Bool}} NOT NULL DEFAULT FALSE,
  created_at {{.Time}} NOT NULL,
  updated_at {{.Time}} NOT NULL,
  fetched_at {{.Time}},
  suspended_at {{.Time}},
  gone_at {{.Time}}
);
--bun:split
CREATE UNIQUE INDEX actors_name_here ON actors (name) WHERE host = '';
--bun:split
CREATE INDEX actors_name_host ON actors (name, host);
--bun:split
CREATE INDEX actors_host ON actors (host) WHERE host <> '';
--bun:split
CREATE TABLE keys (
  actor_id {{.ID}} PRIMARY KEY REFERENCES actors (id) ON DELETE CASCADE,
  key_id TEXT NOT NULL UNIQUE,
  public_pem TEXT NOT NULL,
  private_pem TEXT NOT NULL DEFAULT '',
  fetched_at {{.Time}} NOT NULL
);
--bun:split
CREATE TABLE profiles (
  actor_id {{.ID}} PRIMARY KEY REFERENCES actors (id) ON DELETE CASCADE,
  organisation TEXT NOT NULL DEFAULT '',
  role TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  ask_about TEXT NOT NULL DEFAULT ''
);
--bun:split
CREATE TABLE communities (
  actor_id {{.ID}} PRIMARY KEY REFERENCES actors (id) ON DELETE CASCADE,
  domain TEXT NOT NULL DEFAULT '',
  community TEXT NOT NULL DEFAULT '',
  practice TEXT NOT NULL DEFAULT '',
  purpose TEXT NOT NULL DEFAULT '',
  gain TEXT NOT NULL DEFAULT '',
  agreement TEXT NOT NULL DEFAULT '',
  visibility TEXT NOT NULL DEFAULT 'public',
  joining TEXT NOT NULL DEFAULT 'open',
  restricted {{.Bool}} NOT NULL DEFAULT FALSE,
  member_count INTEGER NOT NULL DEFAULT 0,
  follower_count INTEGER NOT NULL DEFAULT 0,
  last_active_at {{.Time}} NOT NULL,
  moderators_at {{.Time}},
  backfilled_at {{.Time}}
);
--bun:split
CREATE TABLE members (
  id {{.ID}} PRIMARY KEY,
  community_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  actor_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  until {{.Time}},
  since {{.Time}} NOT NULL,
  UNIQUE (community_id, actor_id)
);
--bun:split
CREATE INDEX members_actor ON members (actor_id, state);
--bun:split
CREATE TABLE follows (
  id {{.ID}} PRIMARY KEY,
  follower_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  target_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  state TEXT NOT NULL,
  uri TEXT NOT NULL DEFAULT '',
  raw {{.Blob}},
  paused_at {{.Time}},
  since {{.Time}} NOT NULL,
  UNIQUE (follower_id, target_id)
);
--bun:split
CREATE INDEX follows_target ON follows (target_id, state);
--bun:split
CREATE INDEX follows_uri ON follows (uri) WHERE uri <> '';
