// Package federation is how other servers see the domain, and how we see theirs. Its duty is everything
// between a request on the wire and an operation of models.Site: who signed it, whether we deal with
// them, what they may make us do, and what we send and fetch in return.
//
// There are two doors. The way out is Gate (gate.go): no other code of the program opens a connection
// to another server. It asks the policy about every host, redirects included, and refuses private
// addresses when it dials. The way in is a signature: Verify (sign.go) says whose key signed a request,
// in either of the two styles in use, draft-cavage (signcavage.go) and RFC 9421 (sign9421.go).
// Hosts are compared in one canonical form only (package address), and every limit on what strangers send
// stands in package federation/limits.
//
// It may be imported by handlers and cmd. It imports models and, inside federation only, wire; never
// Gin and never bun.
package federation
