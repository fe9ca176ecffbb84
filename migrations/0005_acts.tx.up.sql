-- What was done, by whom: outbox, moderation log, dedupe key and audit in one.
CREATE TABLE acts (
  id {{.ID}} PRIMARY KEY,
  verb TEXT NOT NULL,
  by_id {{.ID}} REFERENCES actors (id),
  item_id {{.ID}},
  target_id {{.ID}},
  community_id {{.ID}},
  uri TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  undoes_id {{.ID}},
  shared {{.Bool}} NOT NULL DEFAULT FALSE,
  raw {{.Blob}},
  at {{.Time}} NOT NULL
);
--bun:split
CREATE INDEX acts_community ON acts (community_id, id);
--bun:split
CREATE INDEX acts_by ON acts (by_id, id);
--bun:split
CREATE INDEX acts_item ON acts (item_id, verb);
--bun:split
CREATE INDEX acts_verb ON acts (verb, id);
--bun:split
-- What arrived: kept before it is answered, dropped when it has been dealt with for 30 days.
CREATE TABLE received (
  id {{.ID}} PRIMARY KEY,
  uri TEXT NOT NULL UNIQUE,
  actor_uri TEXT NOT NULL,
  host TEXT NOT NULL,
  raw {{.Blob}} NOT NULL,
  state TEXT NOT NULL,
  outcome TEXT NOT NULL DEFAULT '',
  received_at {{.Time}} NOT NULL,
  done_at {{.Time}}
);
--bun:split
CREATE INDEX received_at ON received (received_at);
--bun:split
-- Every server inbox that was sent a copy of an item, so that its edits and deletion reach the same places.
CREATE TABLE copies (
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  inbox TEXT NOT NULL,
  host TEXT NOT NULL,
  PRIMARY KEY (item_id, inbox)
);
--bun:split
CREATE TABLE reports (
  id {{.ID}} PRIMARY KEY,
  by_id {{.ID}} NOT NULL REFERENCES actors (id),
  item_id {{.ID}},
  actor_id {{.ID}},
  community_id {{.ID}},
  reason TEXT NOT NULL,
  at {{.Time}} NOT NULL,
  closed_at {{.Time}},
  closed_by {{.ID}},
  outcome TEXT NOT NULL DEFAULT ''
);
--bun:split
CREATE INDEX reports_open ON reports (community_id, id) WHERE closed_at IS NULL;
--bun:split
CREATE TABLE notices (
  id {{.ID}} PRIMARY KEY,
  for_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  by_id {{.ID}} NOT NULL DEFAULT 0,
  item_id {{.ID}} NOT NULL DEFAULT 0,
  community_id {{.ID}} NOT NULL DEFAULT 0,
  at {{.Time}} NOT NULL,
  read_at {{.Time}},
  UNIQUE (for_id, kind, by_id, item_id)
);
--bun:split
CREATE INDEX notices_for ON notices (for_id, id);
--bun:split
CREATE TABLE rules (
  host TEXT PRIMARY KEY,
  allow {{.Bool}} NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  by_id {{.ID}},
  at {{.Time}} NOT NULL
);
--bun:split
CREATE TABLE peers (
  host TEXT PRIMARY KEY,
  software TEXT NOT NULL DEFAULT '',
  version TEXT NOT NULL DEFAULT '',
  dialect TEXT NOT NULL DEFAULT '',
  knock TEXT NOT NULL DEFAULT '',
  first_seen_at {{.Time}} NOT NULL,
  heard_at {{.Time}},
  asked_at {{.Time}}
);
