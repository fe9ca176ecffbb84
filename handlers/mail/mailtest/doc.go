// Package mailtest is a mail server for tests, on this machine: it keeps what it is given and refuses what it is told to.
//
// Only tests import it.
package mailtest
