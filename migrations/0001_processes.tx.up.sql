-- One row for each start of the program that changed something. The id, modulo 1,024, is the node in the ids
-- that the process gives out.
CREATE TABLE processes (
	id {{.Serial}},
	host TEXT NOT NULL,
	pid INTEGER NOT NULL,
	started_at {{.Time}} NOT NULL
);
