// Package extract finds the words in a file: a PDF, an office document, plain text. The bytes are anybody's, and some of the
// readers are others' work, so it is meant to run in a process of its own with little memory and time (see Bound); that it fails
// is a fact about the file.
//
// It imports no other package of the project. cmd/folkmoot imports it for that process, and nothing else does.
package extract
