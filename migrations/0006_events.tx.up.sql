-- What an event has besides title and text.
CREATE TABLE events (
  item_id {{.ID}} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  begins TEXT NOT NULL, -- wall time in the zone
  ends TEXT NOT NULL DEFAULT '',
  zone TEXT NOT NULL,
  starts_at {{.Time}} NOT NULL, -- the instants that follow
  ends_at {{.Time}},
  moved_from {{.Time}},
  status TEXT NOT NULL,
  sequence INTEGER NOT NULL DEFAULT 0,
  place TEXT NOT NULL DEFAULT '',
  online TEXT NOT NULL DEFAULT '',
  room TEXT NOT NULL DEFAULT '',
  joining TEXT NOT NULL,
  capacity INTEGER NOT NULL DEFAULT 0,
  category TEXT NOT NULL DEFAULT '',
  access TEXT NOT NULL DEFAULT '',
  speakers TEXT NOT NULL DEFAULT '',
  link TEXT NOT NULL DEFAULT '',
  recording TEXT NOT NULL DEFAULT '',
  coming INTEGER NOT NULL DEFAULT 0
);
--bun:split
CREATE INDEX events_when ON events (starts_at, item_id);
--bun:split
-- Who comes. An answer from another site is known by the id of the activity that asked.
CREATE TABLE answers (
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  actor_id {{.ID}} NOT NULL REFERENCES actors (id),
  says TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT '',
  shown {{.Bool}} NOT NULL DEFAULT FALSE,
  uri TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  room TEXT NOT NULL DEFAULT '',
  asked_at {{.Time}} NOT NULL,
  attended_at {{.Time}},
  PRIMARY KEY (item_id, actor_id)
);
--bun:split
CREATE INDEX answers_line ON answers (item_id, state, asked_at);
--bun:split
CREATE INDEX answers_actor ON answers (actor_id, item_id);
