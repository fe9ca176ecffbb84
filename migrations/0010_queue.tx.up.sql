-- Deliveries: what is to be sent to other servers, in one lane per host.

-- A parcel is the bytes of one activity in one dialect. They are written once and sent as they are to all its inboxes.
CREATE TABLE parcels (
	id {{.ID}} PRIMARY KEY,
	act_id {{.ID}} NOT NULL,
	sender_id {{.ID}} NOT NULL,
	body {{.Blob}} NOT NULL,
	created_at {{.Time}} NOT NULL
);

--bun:split

-- The ids are counted, never used again, and give the order within a host. There is no foreign key to parcels: a
-- thousand rows are made at once, and checking each would cost more than all the rest.
CREATE TABLE deliveries (
	id {{.Serial}},
	parcel_id {{.ID}} NOT NULL,
	host TEXT NOT NULL,
	inbox TEXT NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0,
	next_at {{.Time}}, -- set on an item that has stepped aside for those behind it
	created_at {{.Time}} NOT NULL,
	expires_at {{.Time}} NOT NULL,
	parked_at {{.Time}},
	last_error TEXT NOT NULL DEFAULT '',
	UNIQUE (parcel_id, inbox)
);

--bun:split

CREATE INDEX deliveries_lane ON deliveries (host, id) WHERE parked_at IS NULL;

--bun:split

CREATE INDEX deliveries_parked ON deliveries (parked_at) WHERE parked_at IS NOT NULL;

--bun:split

-- A row for each host that anything was ever sent to. due_at is NULL when nothing waits for it.
CREATE TABLE delivery_hosts (
	host TEXT PRIMARY KEY,
	due_at {{.Time}},
	lease_until {{.Time}},
	owner TEXT NOT NULL DEFAULT '',
	fails INTEGER NOT NULL DEFAULT 0,
	failing_since {{.Time}},
	last_ok_at {{.Time}},
	last_error TEXT NOT NULL DEFAULT '',
	retry_after {{.Time}}, -- until when the host has asked us to wait
	paused {{.Bool}} NOT NULL DEFAULT FALSE
);

--bun:split

CREATE INDEX delivery_hosts_due ON delivery_hosts (due_at) WHERE due_at IS NOT NULL;

--bun:split

-- Jobs: all other work that must not be lost.
CREATE TABLE jobs (
	id {{.Serial}},
	kind TEXT NOT NULL,
	lane TEXT NOT NULL DEFAULT '', -- at most one of a lane runs at a time; '' is no lane
	payload {{.Blob}},
	run_at {{.Time}} NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0,
	unique_key TEXT,
	lease_until {{.Time}},
	owner TEXT NOT NULL DEFAULT '',
	last_error TEXT NOT NULL DEFAULT '',
	parked_at {{.Time}},
	created_at {{.Time}} NOT NULL
);

--bun:split

CREATE UNIQUE INDEX jobs_unique ON jobs (unique_key) WHERE unique_key IS NOT NULL;

--bun:split

CREATE INDEX jobs_due ON jobs (run_at, id) WHERE parked_at IS NULL;

--bun:split

CREATE INDEX jobs_running ON jobs (lane) WHERE lane <> '' AND lease_until IS NOT NULL;
