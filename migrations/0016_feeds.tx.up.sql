-- What others are not told of yet stands in no feed, so that it is in none of the indexes from which feeds are read and counted.
DROP INDEX items_community;
--bun:split
DROP INDEX items_active;
--bun:split
CREATE INDEX items_community ON items (community_id, (pinned_at IS NULL), active_at DESC, id DESC, visibility)
  WHERE parent_id IS NULL AND deleted_at IS NULL AND removed_at IS NULL AND hidden_at IS NULL AND tell_at IS NULL;
--bun:split
CREATE INDEX items_active ON items (active_at DESC, id DESC, community_id, author_id, visibility)
  WHERE parent_id IS NULL AND deleted_at IS NULL AND removed_at IS NULL AND hidden_at IS NULL AND tell_at IS NULL;
