// Package blobtest has what tests of files need: a scanner, an object store, and files of each type. Only tests import it.
package blobtest
