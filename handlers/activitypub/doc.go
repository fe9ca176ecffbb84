// Package activitypub answers other servers: the inboxes, the documents of actors, items and acts, the
// collections, WebFinger and NodeInfo. It is thin; federation does the work. handlers imports it.
package activitypub
