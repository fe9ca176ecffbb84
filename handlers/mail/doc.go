// Package mail writes e-mails and sends them. Why somebody gets one is decided in models (see models.Letter); here it gets
// its words, its headers and its way out: to a mail server, or into a folder where no server is named.
//
// A letter is a job of the queue, so it is tried again until the server has taken it or refused it for good. That it was
// sent is kept after it was: a process that dies between the two sends it again, with the same Message-ID.
//
// Only cmd/folkmoot, which wires it, imports it; and only it imports go-mail.
package mail
