package db

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// IsNotFound says whether a query for one row found none.
func IsNotFound(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// IsUnique says whether a row was refused because there is one with the same key. On PostgreSQL the change in which
// it happened is lost.
func IsUnique(err error) bool {
	if lite := (*sqlite.Error)(nil); errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return postgresCode(err) == "23505"
}

// mayRetry says whether the same change may succeed when it is tried again at once.
func mayRetry(err error) bool {
	if lite := (*sqlite.Error)(nil); errors.As(err, &lite) {
		code := lite.Code() & 0xff // without the extended part, as SQLITE_BUSY_SNAPSHOT
		return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
	}
	code := postgresCode(err)
	return code == "40001" || code == "40P01" // serialization_failure, deadlock_detected
}

// IsAway says whether a query failed because the database could not be reached, broke off or had no room for one more: the
// same may succeed in a few seconds, and whoever asked should be told so.
func IsAway(err error) bool {
	if lite := (*sqlite.Error)(nil); errors.As(err, &lite) {
		return mayRetry(err)
	}
	if code := postgresCode(err); code != "" {
		// Class 08 is the connection; 57P01 to 57P03 are shutting down, crashed and starting; 53300 is too many connections.
		return strings.HasPrefix(code, "08") || strings.HasPrefix(code, "57P0") || code == "53300"
	}
	connect := (*pgconn.ConnectError)(nil)
	return errors.As(err, &connect) || pgconn.SafeToRetry(err) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF)
}

// postgresCode is the SQLSTATE of an error that PostgreSQL sent, else "".
func postgresCode(err error) string {
	if pg := (*pgconn.PgError)(nil); errors.As(err, &pg) {
		return pg.Code
	}
	return ""
}
