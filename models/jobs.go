package models

import "fmt"

// Jobs by name. Those of the domain need the network, and federation does them; the rest is for the program.
const (
	JobIntake    = "intake"    // deal with a received activity
	JobBackfill  = "backfill"  // fetch earlier posts of a community that was just followed
	JobPicture   = "picture"   // fetch a picture of another site
	JobCopy      = "copy"      // fetch a file of another site that somebody here asked for
	JobPeer      = "peer"      // ask another site what software it runs
	JobHistory   = "history"   // fetch earlier revisions of a wiki page of another site
	JobMail      = "mail"      // send a letter
	JobForgotten = "forgotten" // write to somebody who forgot their password
	JobFile      = "file"      // look through a file: for what is harmful, its words, its first page
	JobTidy      = "tidy"      // drop what has served its time; once a day
	JobDue       = "due"       // do what the clock alone brings about; once a minute
)

// idPayload is the payload of a job that is about one row.
func idPayload(id int64) []byte { return fmt.Appendf(nil, "%d", id) }
