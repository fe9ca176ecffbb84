// Package queue is the work that must not be lost, in two shapes. It knows no network: what a delivery or a job does is
// a function that the caller hands in.
//
// Deliveries are bytes for other servers. Each host is a lane: its deliveries go out one after the other in the order
// in which they were put, hosts do not wait for each other, and a host that fails is left alone for a while.
//
// Jobs are everything else: taking in what was received, fetching pictures and earlier posts, asking a server
// what it runs, and what is done every day.
//
// Both are enqueued inside the change that makes them necessary, so they exist exactly when it does. Both are done at
// least once: a process that is killed leaves leases, which run out, and another one takes over. A job's handler that
// calls Finish in its own change has its effect exactly once. Several processes on one database share the work.
//
// It may be imported by models, federation (which sends), cmd/folkmoot (which runs it) and handlers/admin through models.
package queue
