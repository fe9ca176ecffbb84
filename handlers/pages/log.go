package pages

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// logWords say what each act of moderation was. {{.What}} is the thread or the person.
var logWords = map[models.Verb]string{
	models.VerbRemove:  "said.log_remove",
	models.VerbRestore: "said.log_restore",
	models.VerbLock:    "said.log_lock",
	models.VerbUnlock:  "said.log_unlock",
	models.VerbPin:     "said.log_pin",
	models.VerbUnpin:   "said.log_unpin",
	models.VerbBan:     "said.log_ban",
	models.VerbUnban:   "said.log_unban",
	models.VerbAppoint: "said.log_appoint",
	models.VerbDismiss: "said.log_dismiss",
}

// logEntries tells what facilitators did. What was taken away is not named, since its words are shown to nobody.
func logEntries(c *gin.Context, acts []*models.Act) []web.LogEntry {
	entries := make([]web.LogEntry, 0, len(acts))
	for _, a := range acts {
		who := said(c, "said.log_nobody")
		if a.By != nil {
			who = response.Person(c.Request.Context(), a.By).Name
		}
		e := web.LogEntry{At: a.At, Reason: a.Reason, Text: said(c, logWords[a.Verb], "Name", who, "What", acted(c, a))}
		if a.Item != nil && a.Item.HiddenAt.IsZero() {
			e.URL = a.Item.Path()
		}
		entries = append(entries, e)
	}
	return entries
}

// acted is what an act was done to.
func acted(c *gin.Context, a *models.Act) string {
	switch {
	case a.Target != nil:
		return response.Person(c.Request.Context(), a.Target).Name
	case a.Item != nil && !a.Item.Starts() && a.Item.Withdrawn():
		return said(c, "said.log_some_reply")
	case a.Item == nil, a.Item.Withdrawn(), !a.Item.HiddenAt.IsZero():
		return said(c, "said.log_something")
	case a.Item.Title != "":
		return "“" + a.Item.Title + "”"
	}
	return said(c, "said.log_reply", "Name", response.Person(c.Request.Context(), a.Item.Author).Name)
}
