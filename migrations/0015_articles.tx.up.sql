-- What an article has besides title and text.
CREATE TABLE articles (
  item_id {{.ID}} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  of_site {{.Bool}} NOT NULL DEFAULT FALSE, -- stands in the blog of the site
  summary TEXT NOT NULL DEFAULT '',
  audio_id {{.ID}}, -- the file of the episode
  audio_url TEXT NOT NULL DEFAULT '', -- or where else it is
  audio_type TEXT NOT NULL DEFAULT '',
  audio_bytes {{.ID}} NOT NULL DEFAULT 0,
  audio_seconds INTEGER NOT NULL DEFAULT 0,
  transcript TEXT NOT NULL DEFAULT ''
);
--bun:split
CREATE INDEX articles_audio ON articles (audio_id) WHERE audio_id IS NOT NULL;
--bun:split
CREATE INDEX articles_site ON articles (item_id) WHERE of_site;
--bun:split
-- A blog finds its articles by one index.
CREATE INDEX items_articles ON items (community_id, published_at) WHERE kind = 'article';
--bun:split
-- What somebody writes and has not published. It is no item, so that no list, feed or search can show it.
CREATE TABLE article_drafts (
  id {{.ID}} PRIMARY KEY,
  author_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  community_id {{.ID}} REFERENCES actors (id) ON DELETE CASCADE, -- none: the author's own page, or the site
  of_site {{.Bool}} NOT NULL DEFAULT FALSE,
  title TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '', -- Markdown
  summary TEXT NOT NULL DEFAULT '',
  audio_id {{.ID}},
  audio_url TEXT NOT NULL DEFAULT '',
  audio_seconds INTEGER NOT NULL DEFAULT 0,
  transcript TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1, -- counts how often it was saved
  once TEXT NOT NULL DEFAULT '', -- names the form from which it was begun
  asked_at {{.Time}}, -- its author asks the facilitators to publish it
  note TEXT NOT NULL DEFAULT '', -- why it was handed back, or could not be published
  begins TEXT NOT NULL DEFAULT '', -- wall time at which it is to be published
  zone TEXT NOT NULL DEFAULT '',
  due_at {{.Time}}, -- and that instant; none: when somebody says so
  due_by {{.ID}} REFERENCES actors (id), -- who said so
  made_at {{.Time}} NOT NULL,
  saved_at {{.Time}} NOT NULL
);
--bun:split
CREATE INDEX article_drafts_author ON article_drafts (author_id, saved_at);
--bun:split
CREATE UNIQUE INDEX article_drafts_once ON article_drafts (author_id, once) WHERE once <> '';
--bun:split
CREATE INDEX article_drafts_asked ON article_drafts (community_id, asked_at) WHERE asked_at IS NOT NULL;
--bun:split
CREATE INDEX article_drafts_due ON article_drafts (due_at) WHERE due_at IS NOT NULL;
--bun:split
CREATE INDEX article_drafts_audio ON article_drafts (audio_id) WHERE audio_id IS NOT NULL;
--bun:split
-- The pictures of a draft, the cover first.
CREATE TABLE article_draft_pictures (
  draft_id {{.ID}} NOT NULL REFERENCES article_drafts (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  media_id {{.ID}} NOT NULL REFERENCES media (id),
  alt TEXT NOT NULL DEFAULT '',
  decorative {{.Bool}} NOT NULL DEFAULT FALSE,
  PRIMARY KEY (draft_id, position)
);
--bun:split
CREATE INDEX article_draft_pictures_media ON article_draft_pictures (media_id);
