package db

// MigrateFiles is Migrate with other files, for tests that stop it half-way.
var MigrateFiles = (*DB).migrate
