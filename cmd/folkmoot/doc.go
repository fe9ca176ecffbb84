// Command folkmoot is the program: the server and the commands with which an administrator runs a site.
//
// It is the only package that knows all others and puts them together. Nothing may import it, and no rule of
// the domain stands here: a command reads what it was given, calls an operation of models.Site and says what
// came of it. The tests of this folder hold the rules of the house (rules_test.go, kinds_test.go) and tell
// stories of whole sites.
package main
