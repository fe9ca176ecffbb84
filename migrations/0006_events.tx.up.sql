-- Whether events are sent as posts too, to software that shows no events.
ALTER TABLE communities ADD COLUMN companions {{.Bool}} NOT NULL DEFAULT FALSE;
--bun:split
-- A rule by which an event comes again. Each occurrence is an event of its own.
CREATE TABLE series (
  id {{.ID}} PRIMARY KEY,
  community_id {{.ID}} NOT NULL REFERENCES actors (id),
  by_id {{.ID}} NOT NULL REFERENCES actors (id),
  title TEXT NOT NULL,
  rule TEXT NOT NULL, -- RRULE of RFC 5545, always with an end
  begins TEXT NOT NULL, -- wall time of the first occurrence
  zone TEXT NOT NULL,
  shift INTEGER NOT NULL DEFAULT 0, -- minutes by which what follows was moved since
  made INTEGER NOT NULL DEFAULT 0, -- how many occurrences have been made
  total INTEGER NOT NULL, -- and how many there will be
  ended_at {{.Time}}
);
--bun:split
-- What an event has besides title and text.
CREATE TABLE events (
  item_id {{.ID}} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  community_id {{.ID}}, -- that of the item, so that a calendar finds its events by one index
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
  agenda TEXT NOT NULL DEFAULT '',
  papers TEXT NOT NULL DEFAULT '', -- links to documents
  speakers TEXT NOT NULL DEFAULT '',
  link TEXT NOT NULL DEFAULT '',
  recording TEXT NOT NULL DEFAULT '',
  notes TEXT NOT NULL DEFAULT '', -- what is written down afterwards
  coming INTEGER NOT NULL DEFAULT 0,
  series_id {{.ID}} REFERENCES series (id),
  place_in INTEGER NOT NULL DEFAULT 0, -- in its series, from 1
  alone {{.Bool}} NOT NULL DEFAULT FALSE -- differs from its series
);
--bun:split
CREATE INDEX events_when ON events (starts_at, ends_at, item_id);
--bun:split
CREATE INDEX events_community ON events (community_id, starts_at, ends_at, item_id);
--bun:split
CREATE INDEX events_series ON events (series_id, place_in) WHERE series_id IS NOT NULL;
--bun:split
-- When others are to be told of something that is on the site already; NULL once they were.
ALTER TABLE items ADD COLUMN tell_at {{.Time}};
--bun:split
CREATE INDEX items_tell ON items (tell_at) WHERE tell_at IS NOT NULL;
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
  learned TEXT NOT NULL DEFAULT '', -- what they got from it, in a line
  PRIMARY KEY (item_id, actor_id)
);
--bun:split
CREATE INDEX answers_line ON answers (item_id, state, asked_at);
--bun:split
CREATE INDEX answers_actor ON answers (actor_id, item_id);
--bun:split
-- Who was reminded of what: once for each time at which it was to begin.
CREATE TABLE reminders (
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  actor_id {{.ID}} NOT NULL REFERENCES actors (id),
  ahead TEXT NOT NULL, -- "7d", "1d", "1h"; "after"
  starts_at {{.Time}} NOT NULL,
  PRIMARY KEY (item_id, actor_id, ahead, starts_at)
);
