// Package address reads hosts and URLs in one canonical form. It stands by itself so that all packages
// read them alike; it imports models/limits alone and may be imported by anything.
package address
