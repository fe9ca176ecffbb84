-- What a wiki page has besides title and text.
CREATE TABLE wiki_pages (
  item_id {{.ID}} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  community_id {{.ID}} NOT NULL, -- that of the item
  here {{.Bool}} NOT NULL, -- it belongs to a community of this site
  slug TEXT NOT NULL, -- its part of the address
  parent_id {{.ID}}, -- the page above it
  number INTEGER NOT NULL, -- of the revision that it shows
  protected {{.Bool}} NOT NULL DEFAULT FALSE,
  review_on TEXT NOT NULL DEFAULT '', -- "2027-03-01": somebody should look at it then
  told_at {{.Time}}, -- when others were last told of it
  tell_at {{.Time}} -- when they are told of what has changed since
);
--bun:split
-- Two pages of one community here never share an address. What other sites say of theirs is theirs to keep in order.
CREATE UNIQUE INDEX wiki_pages_slug ON wiki_pages (community_id, slug) WHERE here;
--bun:split
CREATE INDEX wiki_pages_community ON wiki_pages (community_id, slug, item_id);
--bun:split
CREATE INDEX wiki_pages_tell ON wiki_pages (tell_at) WHERE tell_at IS NOT NULL;
--bun:split
-- The addresses that pages had before they were renamed.
CREATE TABLE wiki_slugs (
  community_id {{.ID}} NOT NULL,
  slug TEXT NOT NULL,
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  PRIMARY KEY (community_id, slug)
);
--bun:split
CREATE INDEX wiki_slugs_item ON wiki_slugs (item_id);
--bun:split
-- Each state of a page, which never changes.
CREATE TABLE wiki_revisions (
  id {{.ID}} PRIMARY KEY,
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  base INTEGER NOT NULL, -- the revision with which whoever wrote it began; another than the one before where two edits were merged
  by_id {{.ID}}, -- NULL: somebody of another site who is not known here
  by_uri TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '', -- what was changed, in a line
  uri TEXT NOT NULL,
  whole {{.Bool}} NOT NULL DEFAULT TRUE, -- FALSE: only its facts are known, and its text is on its own site
  at {{.Time}} NOT NULL,
  UNIQUE (item_id, number)
);
--bun:split
-- What links where, by the address that it names, whether there is such a page or not.
CREATE TABLE wiki_links (
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  community_id {{.ID}} NOT NULL,
  slug TEXT NOT NULL,
  PRIMARY KEY (item_id, slug)
);
--bun:split
CREATE INDEX wiki_links_slug ON wiki_links (community_id, slug, item_id);
--bun:split
-- Who is told of edits.
CREATE TABLE wiki_watches (
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  actor_id {{.ID}} NOT NULL REFERENCES actors (id),
  PRIMARY KEY (item_id, actor_id)
);
--bun:split
-- Edits that cross between sites: those from here until their page's own site answers, and those from elsewhere with what
-- was answered.
CREATE TABLE wiki_offers (
  id {{.ID}} PRIMARY KEY,
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  by_id {{.ID}} NOT NULL REFERENCES actors (id),
  base INTEGER NOT NULL,
  title TEXT NOT NULL,
  source TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  uri TEXT NOT NULL UNIQUE, -- of the activity that offers it
  result TEXT NOT NULL DEFAULT '', -- the revision that it became, or the one that it did not fit
  at {{.Time}} NOT NULL,
  decided_at {{.Time}}
);
--bun:split
CREATE INDEX wiki_offers_item ON wiki_offers (item_id, by_id, id);
