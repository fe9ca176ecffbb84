-- The words of all items that are to be found: models/db/search.go reads them. The database keeps them by itself, so that no
-- write can forget it.
{{if .SQLite}}
-- facts are k and the kind, c and the community, a and the author, h and the host, without points, y and the year, m and year and
-- month: see Fact.
CREATE VIRTUAL TABLE search USING fts5 (
  title, words, facts, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
--bun:split
INSERT INTO search (search, rank) VALUES ('automerge', 8);
--bun:split
CREATE VIEW searchable AS SELECT id, title, plain,
  'k' || kind || ' c' || COALESCE(community_id, 0) || ' a' || author_id || ' h' || replace(replace(replace(host, '.', 'x'), '-', 'x'), ':', 'x')
    || ' y' || substr(published_at, 1, 4) || ' m' || substr(published_at, 1, 4) || substr(published_at, 6, 2) AS facts
  FROM items WHERE deleted_at IS NULL AND removed_at IS NULL;
--bun:split
INSERT INTO search (rowid, title, words, facts) SELECT id, title, plain, facts FROM searchable ORDER BY id;
--bun:split
INSERT INTO search (search) VALUES ('optimize');
--bun:split
CREATE TRIGGER items_search_new AFTER INSERT ON items BEGIN
  INSERT INTO search (rowid, title, words, facts) SELECT id, title, plain, facts FROM searchable WHERE id = new.id;
END;
--bun:split
CREATE TRIGGER items_search_changed AFTER UPDATE OF title, plain, published_at, deleted_at, removed_at ON items BEGIN
  DELETE FROM search WHERE rowid = old.id;
  INSERT INTO search (rowid, title, words, facts) SELECT id, title, plain, facts FROM searchable WHERE id = new.id;
END;
--bun:split
CREATE TRIGGER items_search_gone AFTER DELETE ON items BEGIN
  DELETE FROM search WHERE rowid = old.id;
END;
{{else}}
-- English without its stop words, so that a phrase of them is found too.
CREATE TEXT SEARCH DICTIONARY folkmoot_english (TEMPLATE = pg_catalog.snowball, LANGUAGE = english);
--bun:split
CREATE TEXT SEARCH CONFIGURATION folkmoot (PARSER = pg_catalog."default");
--bun:split
ALTER TEXT SEARCH CONFIGURATION folkmoot ADD MAPPING FOR
  asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart WITH folkmoot_english;
--bun:split
ALTER TEXT SEARCH CONFIGURATION folkmoot ADD MAPPING FOR
  int, uint, float, sfloat, version, host, url, url_path, file, email WITH pg_catalog.simple;
--bun:split
-- Small letters without accents, as Fold in models/db does it. Texts in ASCII, which are most, are soon done.
CREATE FUNCTION folkmoot_fold(said TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $fold$
  SELECT CASE WHEN octet_length(said) = char_length(said) THEN lower(said)
    ELSE lower(normalize(regexp_replace(normalize(said, NFD), '[\u0300-\u036f]', '', 'g'), NFC)) END
$fold$;
--bun:split
-- The words of a text. Marks are taken out first, so that an address or a word with a hyphen is its parts, as on SQLite. What
-- is longer than 400,000 bytes is cut: that is sure to be less than a tsvector can hold.
CREATE FUNCTION folkmoot_words(said TEXT) RETURNS TSVECTOR LANGUAGE sql STABLE PARALLEL SAFE AS $words$
  SELECT to_tsvector('folkmoot', translate(
    folkmoot_fold(CASE WHEN octet_length(said) > 400000 THEN left(said, 100000) ELSE said END),
    './-_@:+&<>''%~=?#*', '                  '))
$words$;
--bun:split
-- The words of a title count as such.
CREATE FUNCTION folkmoot_indexed(title TEXT, said TEXT) RETURNS TSVECTOR LANGUAGE sql STABLE PARALLEL SAFE AS $indexed$
  SELECT setweight(folkmoot_words(title), 'A') || folkmoot_words(said)
$indexed$;
--bun:split
CREATE TABLE search (
  item_id BIGINT PRIMARY KEY,
  words TSVECTOR NOT NULL
);
--bun:split
INSERT INTO search (item_id, words) SELECT id, folkmoot_indexed(title, plain) FROM items WHERE deleted_at IS NULL AND removed_at IS NULL;
--bun:split
-- What is new waits in a list that each search goes through, until it has 512 kB; a write is cheaper so.
CREATE INDEX search_words ON search USING gin (words) WITH (gin_pending_list_limit = 512);
--bun:split
CREATE FUNCTION folkmoot_search() RETURNS TRIGGER LANGUAGE plpgsql AS $search$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM search WHERE item_id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NEW.removed_at IS NULL THEN
    INSERT INTO search (item_id, words) VALUES (NEW.id, folkmoot_indexed(NEW.title, NEW.plain));
  END IF;
  RETURN NULL;
END
$search$;
--bun:split
CREATE TRIGGER items_search AFTER INSERT OR DELETE OR UPDATE OF title, plain, deleted_at, removed_at ON items
  FOR EACH ROW EXECUTE FUNCTION folkmoot_search();
{{end}}
--bun:split
-- Who is not signed in finds only what its author lets them find. People of this site are asked on the page of their settings;
-- those of other sites say so in their document, of which until now less was asked.
UPDATE actors SET indexable = (host = '') WHERE kind <> 'site';
