// Package files looks through the files that people add: for what is harmful, for their words, and for their first page. What a
// file is and who may see it is decided in models; here is what must happen outside a change: asking a scanner, and reading in a
// process of its own, which may fail, hang or be killed without harm to the site.
//
// It is a job of the queue, so it is tried again until it is known what a file holds. Only cmd/folkmoot, which wires it, imports it.
package files
