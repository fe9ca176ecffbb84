package handlers_test

import (
	"fmt"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A scene is a community with a post and a reply, an event, an article, a draft, a report, and somebody who asks to join.
type scene struct {
	ward        *models.Actor
	post, reply *models.Item
	event, page *models.Item
	article     *models.Item
	draft       *models.ArticleDraft
	document    *models.Item
	report      *models.Report
}

func (s *stage) scene(role byte, own bool) *scene {
	s.t.Helper()
	s.n++
	ctx, site := s.t.Context(), s.d.site
	ward := mt.Community(s.t, site, s.people['o'], fmt.Sprintf("ward-%d", s.n))
	for _, who := range []*models.Actor{s.people['m'], s.people['f'], s.writer} {
		mt.Join(s.t, site, who, ward)
	}
	mt.Must(s.t, site.Appoint(ctx, nil, ward, s.second, models.Organiser, nil))
	mt.Must(s.t, site.Appoint(ctx, nil, ward, s.people['f'], models.Facilitator, nil))
	made := &scene{ward: ward, post: mt.Post(s.t, site, s.writer, ward, "Somebody's", "words")}
	if own {
		made.post = s.ownPost(role, ward)
	}
	made.event = hold(s.t, site, s.second, ward, "Somebody's event", models.Event{})
	made.page = write(s.t, site, s.second, ward, "Somebody's page", "words")
	s.blog(made)
	made.document = shelve(s.t, site, s.second, ward, "Somebody's document", "First words", models.Document{Folder: []string{"Policies"}})
	another(s.t, site, s.second, made.document, "Second words", "")
	made.reply = mt.Reply(s.t, site, s.writer, made.post, "an answer")
	mt.Must(s.t, site.Report(ctx, s.writer, made.post, nil, "look at this", nil))
	mt.Must(s.t, site.Ban(ctx, nil, ward, models.BanOrder{Who: s.people['b'], On: true}, nil))
	reports, err := site.Reports(ctx, models.Viewer{}, ward, true)
	mt.Must(s.t, err)
	made.report = reports[0]
	s.askFor(ward)
	return made
}

func (s *stage) ownPost(role byte, ward *models.Actor) *models.Item {
	s.t.Helper()
	who := s.people[role]
	mt.Join(s.t, s.d.site, who, ward)
	post := mt.Post(s.t, s.d.site, who, ward, "My own", "words")
	if role == 'p' || role == 'a' {
		mt.Must(s.t, s.d.site.Leave(s.t.Context(), who, ward))
	}
	return post
}

// askFor has somebody wait for a yes, whatever way of joining the community has: it is changed for as long as that takes.
func (s *stage) askFor(ward *models.Actor) {
	s.t.Helper()
	ch := ward.Charter()
	ch.Joining = models.JoinRequest
	mt.Must(s.t, s.d.site.SetCharter(s.t.Context(), nil, ward, ch))
	mt.Join(s.t, s.d.site, s.asker, ward)
	ch.Joining = models.JoinOpen
	mt.Must(s.t, s.d.site.SetCharter(s.t.Context(), nil, ward, ch))
}
