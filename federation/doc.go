// Package federation is how other servers see the domain, and how we see theirs. Its duty is everything
// between a request on the wire and an operation of models.Site: who signed it, whether we deal with
// them, what they may make us do, and what we send and fetch in return.
//
// There are two doors. The way out is Gate: no other code of the program opens a connection to another
// server. gate.go makes the requests, gateaddr.go says where one may go at all (policy, private addresses),
// gateanswer.go bounds what comes back and names what is refused, gatebudget.go counts what one job fetches.
// The way in is a signature: Verify (sign.go) says whose key signed a request, in either of the two styles
// in use, draft-cavage (signcavage.go) and RFC 9421 (sign9421.go). Hosts are compared in one canonical form
// only (models/address), and every limit on what strangers send stands in models/limits.
//
// It may be imported by handlers and cmd. Below it, wire reads and writes ActivityStreams. It imports
// models, models/db (the changes that models hands to it), models/queue (what it sends and the jobs that it
// does), models/text, models/blob, models/address and models/limits; never Gin and never bun.
package federation
