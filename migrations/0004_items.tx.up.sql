-- Everything published is an item; a kind with fields of its own adds a table keyed by the item.
CREATE TABLE items (
  id {{.ID}} PRIMARY KEY,
  kind TEXT NOT NULL,
  uri TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL DEFAULT '',
  host TEXT NOT NULL DEFAULT '',
  author_id {{.ID}} NOT NULL REFERENCES actors (id),
  community_id {{.ID}} REFERENCES actors (id),
  thread_id {{.ID}} NOT NULL,
  parent_id {{.ID}},
  title TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  content TEXT NOT NULL DEFAULT '',
  plain TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  visibility TEXT NOT NULL,
  sensitive {{.Bool}} NOT NULL DEFAULT FALSE,
  published_at {{.Time}} NOT NULL,
  edited_at {{.Time}},
  active_at {{.Time}} NOT NULL,
  deleted_at {{.Time}},
  removed_at {{.Time}},
  removed_reason TEXT NOT NULL DEFAULT '',
  locked_at {{.Time}},
  pinned_at {{.Time}},
  hidden_at {{.Time}},
  reply_count INTEGER NOT NULL DEFAULT 0,
  like_count INTEGER NOT NULL DEFAULT 0,
  once TEXT NOT NULL DEFAULT '',
  raw {{.Blob}}
);
--bun:split
CREATE UNIQUE INDEX items_once ON items (author_id, once) WHERE once <> '';
--bun:split
-- The feeds are read in the order of these two, and counted from them alone.
CREATE INDEX items_community ON items (community_id, (pinned_at IS NULL), active_at DESC, id DESC, visibility)
  WHERE parent_id IS NULL AND deleted_at IS NULL AND removed_at IS NULL AND hidden_at IS NULL;
--bun:split
CREATE INDEX items_thread ON items (thread_id, id) WHERE parent_id IS NOT NULL;
--bun:split
CREATE INDEX items_author ON items (author_id, id);
--bun:split
CREATE INDEX items_host ON items (host) WHERE host <> '';
--bun:split
CREATE INDEX items_active ON items (active_at DESC, id DESC, community_id, author_id, visibility)
  WHERE parent_id IS NULL AND deleted_at IS NULL AND removed_at IS NULL AND hidden_at IS NULL;
--bun:split
CREATE INDEX items_parent ON items (parent_id) WHERE parent_id IS NOT NULL;
--bun:split
CREATE TABLE revisions (
  id {{.ID}} PRIMARY KEY,
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  by_id {{.ID}} NOT NULL REFERENCES actors (id),
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  content TEXT NOT NULL,
  at {{.Time}} NOT NULL
);
--bun:split
CREATE INDEX revisions_item ON revisions (item_id, id);
--bun:split
CREATE TABLE media (
  id {{.ID}} PRIMARY KEY,
  owner_id {{.ID}} REFERENCES actors (id),
  remote_url TEXT NOT NULL DEFAULT '',
  sum TEXT NOT NULL,
  thumb_sum TEXT NOT NULL DEFAULT '',
  media_type TEXT NOT NULL,
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  size INTEGER NOT NULL DEFAULT 0,
  open {{.Bool}} NOT NULL DEFAULT FALSE,
  created_at {{.Time}} NOT NULL
);
--bun:split
CREATE TABLE attachments (
  id {{.ID}} PRIMARY KEY,
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  media_id {{.ID}} REFERENCES media (id),
  url TEXT NOT NULL DEFAULT '',
  media_type TEXT NOT NULL DEFAULT '',
  alt TEXT NOT NULL DEFAULT '',
  UNIQUE (item_id, position)
);
--bun:split
CREATE INDEX attachments_media ON attachments (media_id) WHERE media_id IS NOT NULL;
--bun:split
CREATE TABLE mentions (
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  actor_id {{.ID}} NOT NULL REFERENCES actors (id),
  PRIMARY KEY (item_id, actor_id)
);
--bun:split
CREATE TABLE hashtags (
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (item_id, tag)
);
--bun:split
CREATE INDEX hashtags_tag ON hashtags (tag, item_id);
--bun:split
CREATE TABLE likes (
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  actor_id {{.ID}} NOT NULL REFERENCES actors (id),
  act_id {{.ID}} NOT NULL,
  value SMALLINT NOT NULL,
  at {{.Time}} NOT NULL,
  PRIMARY KEY (item_id, actor_id)
);
--bun:split
-- Ids of things that somebody deleted or undid before they arrived, so that a late copy of theirs is not taken in.
CREATE TABLE tombstones (
  uri TEXT NOT NULL,
  by_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  at {{.Time}} NOT NULL,
  PRIMARY KEY (uri, by_id)
);
