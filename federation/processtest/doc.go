// Package processtest runs the built program as a process of its own, on a free port of the loopback address and in a folder that goes
// with the test: for tests that need what only a whole process has, such as its output, its command line, real HTTP from a browser or
// from somebody else's server, and its sudden end. Only tests import it.
package processtest
