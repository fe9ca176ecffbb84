// Package chaos breaks running sites on purpose and counts what becomes of what they had promised: it kills the program in
// the middle of its work, takes its database away, gives it bad company, and restarts it under load.
//
// All tests count in the same way. A ledger holds the ids of what was answered 2xx, or was done here; its effects are the
// rows of the database and what other servers received, afterwards. Lost is what is in the ledger and has no effect; dup
// is what had its effect more than once. Each test prints one line of JSON with both, with its times and with its seed.
//
// What is random follows from CHAOS_SEED (1 when it is not set). CHAOS_SIZE=full runs the tests at their whole size, which
// takes most of an hour; otherwise they are cut down to a few minutes. The tests have the build tag chaos: make test-faults,
// make chaos. Nothing imports this package.
package chaos
