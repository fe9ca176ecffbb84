package models_test

import (
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
	"github.com/folkmoot/folkmoot/models/text"
)

// reply is a reply of somebody of another site to a thread here.
func remoteReply(t *testing.T, s *models.Site, by *models.Actor, to *models.Item, id string) *models.Item {
	t.Helper()
	it, err := s.Publish(t.Context(), models.Draft{
		Kind: models.Reply, By: by, In: to.Community, InReplyTo: to, HTML: text.Clean("<p>From " + by.Name + "</p>"),
		From: &models.Origin{URI: id + "/activity", Object: id, URL: id, Host: by.Host, Raw: []byte("{}"), Body: []byte("{}")},
	})
	mt.Must(t, err)
	return it
}

func TestForgetActor_LeavesNothingOfThemAndCountsAnew(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana, jo := mt.Person(t, s, "ana"), mt.Remote(t, s, models.Person, "jo", "south.example")
		ward := mt.Community(t, s, ana, "ward-safety")
		post := mt.Post(t, s, ana, ward, "Falls checklist", "Words.")
		_, err := s.Follow(ctx, jo, ward, &models.Origin{URI: "https://south.example/f/1", Host: "south.example", Raw: []byte("{}")})
		mt.Must(t, err)
		remoteReply(t, s, jo, post, "https://south.example/n/1")
		mt.Must(t, s.Like(ctx, jo, post, models.Likes, &models.Origin{URI: "https://south.example/l/1", Host: "south.example", Raw: []byte("{}")}))

		mt.Must(t, s.ForgetActor(ctx, jo, nil))
		now, err := s.ItemByURI(ctx, post.URI)
		mt.Must(t, err)
		if now.ReplyCount != 0 || now.LikeCount != 0 {
			t.Errorf("the thread still counts %d replies and %d likes", now.ReplyCount, now.LikeCount)
		}
		gone, err := s.ItemByURI(ctx, "https://south.example/n/1")
		mt.Must(t, err)
		if gone.DeletedAt.IsZero() || gone.Plain != "" || gone.Raw != nil {
			t.Errorf("their words are still here: %+v", gone)
		}
		community, err := s.CommunityNamed(ctx, "ward-safety", "")
		mt.Must(t, err)
		if community.Group.FollowerCount != 1 { // ana, who founded it
			t.Errorf("the community still counts %d followers", community.Group.FollowerCount)
		}
	})
}

func TestBan_WithRemovalCountsAnewAndSaysSo(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana, jo := mt.Person(t, s, "ana"), mt.Remote(t, s, models.Person, "jo", "south.example")
		ward := mt.Community(t, s, ana, "ward-safety")
		post := mt.Post(t, s, ana, ward, "Falls checklist", "Words.")
		remoteReply(t, s, jo, post, "https://south.example/n/1")
		until := s.DB().Now().Add(24 * time.Hour).Truncate(time.Second)
		mt.Must(t, s.Ban(ctx, ana, ward, models.BanOrder{Who: jo, On: true, Remove: true, Until: until}, nil))
		now, err := s.ItemByURI(ctx, post.URI)
		mt.Must(t, err)
		if now.ReplyCount != 0 {
			t.Errorf("the thread still counts %d replies", now.ReplyCount)
		}
		log, err := s.ModerationLog(ctx, ward.ID, 1)
		mt.Must(t, err)
		if at, removed := log.Items[0].Ban(); !at.Equal(until) || !removed {
			t.Errorf("the order says %v, %v", at, removed)
		}
	})
}

func TestRevise_TakesOverAWarningThatCameLater(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		ana, jo := mt.Person(t, s, "ana"), mt.Remote(t, s, models.Person, "jo", "south.example")
		ward := mt.Community(t, s, ana, "ward-safety")
		it := remoteReply(t, s, jo, mt.Post(t, s, ana, ward, "Falls checklist", ""), "https://south.example/n/1")
		_, err := s.Revise(ctx, it, models.Draft{
			By: jo, HTML: text.Clean("<p>From jo</p>"), Sensitive: true, Language: "cy",
			From: &models.Origin{URI: "https://south.example/n/1/update", Object: it.URI, Host: "south.example", Raw: []byte("{}"), Body: []byte("{}")},
		})
		mt.Must(t, err)
		now, err := s.ItemByURI(ctx, it.URI)
		mt.Must(t, err)
		if !now.Sensitive || now.Language != "cy" {
			t.Errorf("sensitive %v, language %q", now.Sensitive, now.Language)
		}
	})
}

func TestAccount_AForgottenPasswordIsReplacedAndTheLogTells(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		ctx := t.Context()
		mt.Person(t, s, "ana")
		acc, err := s.AccountNamed(ctx, "ana")
		mt.Must(t, err)
		if err := s.ReplacePassword(ctx, acc, "short"); models.CodeOf(err) != models.Invalid {
			t.Errorf("a weak password was taken: %v", err)
		}
		mt.Must(t, s.ReplacePassword(ctx, acc, "seven green bottles"))
		now, err := s.SignIn(ctx, acc.Email, "seven green bottles")
		mt.Must(t, err)
		if now.Stamp == acc.Stamp {
			t.Error("sessions from before go on")
		}
		log, err := s.SiteLog(ctx, 1)
		mt.Must(t, err)
		if len(log.Items) == 0 || log.Items[0].Verb != models.VerbPassword || log.Items[0].Target.ID != acc.ActorID {
			t.Errorf("the log has %+v", log.Items)
		}
	})
}

func TestAccount_IsSeenOnceADay(t *testing.T) {
	mt.Each(t, func(t *testing.T, s *models.Site) {
		mt.Person(t, s, "ana")
		acc, err := s.AccountNamed(t.Context(), "ana")
		mt.Must(t, err)
		mt.Must(t, s.Saw(t.Context(), acc))
		use, err := s.Usage(t.Context())
		mt.Must(t, err)
		if use.Month != 1 || use.HalfYear != 1 {
			t.Errorf("%+v", use)
		}
	})
}
