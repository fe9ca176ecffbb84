// Package dbtest gives each test a migrated database of its own: always on SQLite, and on PostgreSQL when the environment
// names a server in TEST_POSTGRES. Only tests import it.
package dbtest
