package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestTalk_PostReplyEditAndDelete(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		mt.Community(t, d.site, ana, "ward-safety")
		a := d.as(ana)
		a.get("/c/ward-safety/new").want(http.StatusOK).says("Start a discussion")
		thread := a.post("/c/ward-safety/new", "title", "Falls checklist", "body", "We *piloted* it. #falls", "do", "send").follow()
		thread.want(http.StatusOK).says("Falls checklist", "<em>piloted</em>", "Posted.")
		path := strings.TrimPrefix(thread.asked, "GET ")

		b := d.as(ben)
		b.get(path).want(http.StatusOK).says("Join and reply")
		b.post(path+"/reply", "body", "How long did it take?", "do", "send").follow().want(http.StatusOK).says("How long did it take?", "Your reply is here.")
		d.visitor().get("/c/ward-safety/people").says("ben")
		d.visitor().get("/u/ben").says("A reply in “Falls checklist”")
		a.get("/notices").says("ben replied in “Falls checklist”")

		a.post(path+"/edit", "title", "Falls checklist, second go", "body", "We tried it.", "do", "send").follow().says("second go")
		d.visitor().get(path+"/history").want(http.StatusOK).says("piloted", "tried")
		b.get(path + "/edit").want(http.StatusForbidden)
		b.post(path + "/delete").want(http.StatusForbidden)
		a.get(path + "/delete").want(http.StatusOK).says("The 1 reply to it stays.")
		a.post(path + "/delete").follow().want(http.StatusOK)
		d.visitor().get(path).want(http.StatusGone).says("Deleted by its author.", "How long did it take?").hides("second go")
	})
}
