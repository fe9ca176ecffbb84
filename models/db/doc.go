// Package db opens the store, runs changes in it and hides all that differs between SQLite and PostgreSQL.
//
// Its duty ends where the domain begins: it knows no table but its own (processes, and the migrations' record).
// It may be imported by models, models/queue, their tests, and cmd/folkmoot, which opens it. No other package asks
// which database it is; when a query must differ, its two forms stand here under one name.
//
// Rules that hold on both databases, because the stricter one sets them:
//
//   - A unique violation ends a change on PostgreSQL, so ask for ON CONFLICT instead of catching IsUnique and going on.
//   - INSERT … SELECT … ON CONFLICT needs a WHERE (WHERE true will do), or SQLite takes ON for a join's.
//   - A change sees what was committed before each of its statements. Two changes may run at once on PostgreSQL:
//     rely on unique keys, on UPDATE … SET n = n + 1, or take Tx.Lock; "look, then write" is not enough.
//   - Times are written by bun as UTC text with up to six decimals ("2006-01-02 15:04:05.999999+00:00") on SQLite and as
//     timestamptz on PostgreSQL. The text sorts as the times do, for the years 0 to 9999: '+' sorts before '.', which
//     sorts before the digits. So comparing, ordering, min and max work alike, provided that values go through bun.
//   - bun refuses NUL bytes in strings. Strip them from foreign text before it gets here.
//   - bun.In of an empty list is IN (NULL), which matches nothing, and NOT IN (NULL) matches nothing either.
//   - PostgreSQL rewrites jsonb. What was signed or hashed is kept in a {{.Blob}} column.
package db
