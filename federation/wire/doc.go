// Package wire is ActivityStreams in and out: what other servers send becomes plain values of ours
// (Activity, Item, models.RemoteActor, Collection), and what happens here becomes the documents that
// they expect. It is the only package that imports go-fed/activity, whose types are our vocabulary.
//
// Coming in, the bytes are the truth: an Object keeps them as they were received, so that they can be
// passed on untouched, and its getters read without guessing. Going out, a Writer builds each document
// with go-fed's typed constructors, and finish puts back what go-fed loses.
//
// It imports models for its types, and the limits and addresses of federation. It knows neither network
// nor database, and only package federation and the handlers of its documents may import it.
package wire
