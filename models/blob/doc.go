// Package blob keeps files on disk, each named by the SHA-256 of its content, and makes pictures fit to be kept.
//
// What it promises: a file is there whole or not at all, also after a crash; the same content is kept once; no name
// that anybody sends can reach a file outside the store. A picture that leaves this package was decoded and encoded
// here, so that it holds pixels and nothing else: no place where it was taken, no second file inside, no script.
//
// It knows nothing of who owns a file or who may see it; that is for package models. It imports no other package of
// the project. Package models and the commands that wire the program may import it.
package blob
