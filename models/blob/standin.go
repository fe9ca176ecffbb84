// Package blob keeps files. This file only names the type; it goes when the store itself comes.
package blob

// A Store keeps files by their SHA-256.
type Store struct{}
