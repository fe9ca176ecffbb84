// Package request says what a request is about: who asks and from where, what they filled in, which page of a list they
// want, in which form they want the answer, and whether they ask too often.
//
// The packages of handlers import it, and nothing else does.
package request
