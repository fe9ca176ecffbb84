// Package models is the domain: what a site, an actor, a community and an item are, what may be done
// with them, and where they are kept.
//
// Read it in this order. site.go holds Site, on which every operation is a method. kinds.go lists the
// sorts of content. publish.go shows the five steps that everything published takes, inside one change:
//
//	may → compose → save → notify → record
//
// Other operations take those of them that they need. record.go is the last one, the same for all: the
// act is logged, and the Herald writes the deliveries for other servers. may.go is the table of who may do
// what; visible.go is the one filter of who may see what; policy.go says which servers we deal with.
//
// The package knows nothing of HTTP, of ActivityStreams or of pages. It may be imported by federation,
// handlers, web and cmd; it imports only models/* and bun.
package models
