-- E-mails to the people of this site: those that wait, and what became of the others.
CREATE TABLE letters (
  id {{.ID}} PRIMARY KEY,
  kind TEXT NOT NULL,
  to_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  item_id {{.ID}}, -- may be gone before the letter is
  note TEXT NOT NULL DEFAULT '',
  once TEXT NOT NULL UNIQUE, -- what makes it the same letter
  address TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at {{.Time}} NOT NULL,
  sent_at {{.Time}},
  error TEXT NOT NULL DEFAULT '',
  tries INTEGER NOT NULL DEFAULT 0,
  message_id TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  file TEXT NOT NULL DEFAULT '' -- in the folder of letters, where none go out
);
--bun:split
CREATE INDEX letters_state ON letters (state, id);
--bun:split
CREATE INDEX letters_to ON letters (to_id);
--bun:split
-- Events of which somebody wants no more e-mails.
CREATE TABLE quiet_events (
  actor_id {{.ID}} NOT NULL REFERENCES actors (id) ON DELETE CASCADE,
  item_id {{.ID}} NOT NULL REFERENCES items (id) ON DELETE CASCADE,
  PRIMARY KEY (actor_id, item_id)
);
--bun:split
-- Links with which somebody who has forgotten their password makes a new one, as hashes.
CREATE TABLE password_links (
  token_hash TEXT PRIMARY KEY,
  account_id {{.ID}} NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  expires_at {{.Time}} NOT NULL
);
--bun:split
CREATE INDEX password_links_account ON password_links (account_id);
--bun:split
ALTER TABLE accounts ADD COLUMN no_reminders {{.Bool}} NOT NULL DEFAULT FALSE;
--bun:split
ALTER TABLE accounts ADD COLUMN no_news {{.Bool}} NOT NULL DEFAULT FALSE;
--bun:split
ALTER TABLE accounts ADD COLUMN zone TEXT NOT NULL DEFAULT '';
