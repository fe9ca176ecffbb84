-- The folders of a community's library, one inside another.
CREATE TABLE folders (
  id {{.ID}} PRIMARY KEY,
  community_id {{.ID}} NOT NULL REFERENCES actors (id),
  parent_id {{.ID}} REFERENCES folders (id),
  name TEXT NOT NULL,
  by_id {{.ID}},
  created_at {{.Time}} NOT NULL
);
--bun:split
CREATE UNIQUE INDEX folders_name ON folders (community_id, COALESCE(parent_id, 0), name);
--bun:split
-- What a document has besides title and abstract. What is said of the newest version is a copy of its row, so that lists
-- read one row for each document.
CREATE TABLE documents (
  item_id {{.ID}} PRIMARY KEY REFERENCES items (id) ON DELETE CASCADE,
  community_id {{.ID}}, -- that of the item
  folder_id {{.ID}} REFERENCES folders (id),
  authors TEXT NOT NULL DEFAULT '',
  licence TEXT NOT NULL DEFAULT '', -- its address, or what it says in words
  cite TEXT NOT NULL DEFAULT '',
  review TEXT NOT NULL DEFAULT '', -- the day, 2027-03-01
  replaces TEXT NOT NULL DEFAULT '', -- the address of the document in whose place it stands
  number INTEGER NOT NULL DEFAULT 0, -- of the newest version that can be read; 0: there is none yet
  name TEXT NOT NULL DEFAULT '',
  media_type TEXT NOT NULL DEFAULT '',
  size BIGINT NOT NULL DEFAULT 0, -- bytes
  digest TEXT NOT NULL DEFAULT '', -- digestMultibase
  version_at {{.Time}},
  previewed {{.Bool}} NOT NULL DEFAULT FALSE, -- there is a picture of it here
  downloads INTEGER NOT NULL DEFAULT 0,
  used INTEGER NOT NULL DEFAULT 0,
  trouble TEXT NOT NULL DEFAULT '' -- why the last file was not taken
);
--bun:split
CREATE INDEX documents_community ON documents (community_id, item_id);
--bun:split
CREATE INDEX documents_folder ON documents (folder_id, item_id) WHERE folder_id IS NOT NULL;
--bun:split
-- The versions of a document. A row gets its number when its file can be read, and never changes afterwards but for being
-- withdrawn. One of another site has an address, and a file once somebody asked for it.
CREATE TABLE document_versions (
  id {{.ID}} PRIMARY KEY,
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  number INTEGER,
  file_id {{.ID}} REFERENCES files (id),
  uri TEXT NOT NULL DEFAULT '',
  url TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size BIGINT NOT NULL,
  digest TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  by_id {{.ID}},
  at {{.Time}} NOT NULL,
  withdrawn_at {{.Time}},
  trouble TEXT NOT NULL DEFAULT '' -- why the file of another site could not be had
);
--bun:split
CREATE UNIQUE INDEX document_versions_number ON document_versions (item_id, number);
--bun:split
CREATE INDEX document_versions_file ON document_versions (file_id) WHERE file_id IS NOT NULL;
--bun:split
CREATE INDEX document_versions_digest ON document_versions (digest);
--bun:split
-- Who used a document, and in a line for what.
CREATE TABLE document_uses (
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  actor_id {{.ID}} NOT NULL REFERENCES actors (id),
  line TEXT NOT NULL DEFAULT '',
  shown {{.Bool}} NOT NULL DEFAULT FALSE, -- with the name, to all who see the document
  at {{.Time}} NOT NULL,
  PRIMARY KEY (item_id, actor_id)
);
--bun:split
-- Search finds a document by the words in its newest file too. Whoever changes that version writes the item's own words again.
{{if .SQLite}}
DROP VIEW searchable;
--bun:split
CREATE VIEW searchable AS SELECT id, title,
  plain || COALESCE((SELECT char(10) || f.words FROM documents AS dc JOIN document_versions AS dv ON dv.item_id = dc.item_id AND dv.number = dc.number
    JOIN files AS f ON f.id = dv.file_id WHERE dc.item_id = items.id), '') AS plain,
  'k' || kind || ' c' || COALESCE(community_id, 0) || ' a' || author_id || ' h' || replace(replace(replace(host, '.', 'x'), '-', 'x'), ':', 'x')
    || ' y' || substr(published_at, 1, 4) || ' m' || substr(published_at, 1, 4) || substr(published_at, 6, 2) AS facts
  FROM items WHERE deleted_at IS NULL AND removed_at IS NULL;
{{else}}
CREATE OR REPLACE FUNCTION folkmoot_search() RETURNS TRIGGER LANGUAGE plpgsql AS $search$
DECLARE
  inside TEXT := '';
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM search WHERE item_id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NEW.removed_at IS NULL THEN
    IF NEW.kind = 'document' THEN
      SELECT E'\n' || f.words INTO inside FROM documents AS dc JOIN document_versions AS dv ON dv.item_id = dc.item_id AND dv.number = dc.number
        JOIN files AS f ON f.id = dv.file_id WHERE dc.item_id = NEW.id;
    END IF;
    INSERT INTO search (item_id, words) VALUES (NEW.id, folkmoot_indexed(NEW.title, NEW.plain || COALESCE(inside, '')));
  END IF;
  RETURN NULL;
END
$search$;
{{end}}
