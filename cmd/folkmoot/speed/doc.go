// Package speed measures a whole running site from outside, as its users and other sites meet it, and prints the table
// of docs/reference/performance.md. `make bench` runs it, with the build tag bench, on Linux. It judges nothing: what is
// over its reach is said, and no test fails by it. Nothing imports it.
package speed
