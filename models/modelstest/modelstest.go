package modelstest

import (
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"sync"
	"testing"

	"github.com/alexedwards/argon2id"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	"github.com/folkmoot/folkmoot/models/text"
)

// Each runs fn on a fresh site on each database. The site is https://north.example and open to all.
func Each(t *testing.T, fn func(t *testing.T, s *models.Site)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, Site(t, d, "north.example")) })
}

// EachWithClock is Each on a clock that stands still until the test moves it.
func EachWithClock(t *testing.T, fn func(t *testing.T, s *models.Site, clock *dbtest.Clock)) {
	t.Helper()
	dbtest.EachWithClock(t, func(t *testing.T, d *db.DB, clock *dbtest.Clock) { fn(t, Site(t, d, "north.example"), clock) })
}

// Site starts a site on a database, at https://HOST, with its federation open and its files in a folder of
// the test.
func Site(t testing.TB, d *db.DB, host string) *models.Site {
	t.Helper()
	files, err := blob.NewDisk(t.TempDir())
	Must(t, err)
	return SiteWith(t, d, host, files)
}

// SiteWith is Site for one that keeps its files elsewhere.
func SiteWith(t testing.TB, d *db.DB, host string, files blob.Store) *models.Site {
	t.Helper()
	parts, err := blob.NewParts(t.TempDir())
	Must(t, err)
	s := models.NewSite(models.Config{DB: d, Base: "https://" + host, Host: host, Files: files, Parts: parts, Dear: Cheap})
	Must(t, s.Start(t.Context()))
	Must(t, s.SetPolicy(t.Context(), nil, models.PolicyChange{Mode: models.ModeOpen}))
	return s
}

// Cheap is what tests do instead of what is dear: passwords are hashed at no cost, and all actors of a run
// share a few keys.
var Cheap = &models.Dear{
	Hash: &argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
	Key:  sharedKey,
}

var (
	keysMu sync.Mutex
	keys   []*rsa.PrivateKey
	given  int
)

func sharedKey() (*rsa.PrivateKey, error) {
	const few = 4
	keysMu.Lock()
	defer keysMu.Unlock()
	if len(keys) < few {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	given++
	return keys[given%len(keys)], nil
}

// Must ends the test when err is not nil.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Password is the password of every account that Person makes.
const Password = "four small grey geese"

// Person adds somebody with an account.
func Person(t testing.TB, s *models.Site, name string) *models.Actor {
	t.Helper()
	return account(t, s, name, false)
}

// Admin adds somebody who looks after the site.
func Admin(t testing.TB, s *models.Site, name string) *models.Actor {
	t.Helper()
	return account(t, s, name, true)
}

func account(t testing.TB, s *models.Site, name string, admin bool) *models.Actor {
	t.Helper()
	acc, err := s.AddAccount(t.Context(), models.NewAccount{Name: name, Email: name + "@post.example", Password: Password, Admin: admin})
	Must(t, err)
	return acc.Actor
}

// Community founds a public, open community.
func Community(t testing.TB, s *models.Site, organiser *models.Actor, name string) *models.Actor {
	t.Helper()
	return Founded(t, s, organiser, models.Charter{Name: name, Title: "About " + name, Visibility: models.Public, Joining: models.JoinOpen})
}

// Founded founds a community with a charter.
func Founded(t testing.TB, s *models.Site, organiser *models.Actor, c models.Charter) *models.Actor {
	t.Helper()
	if c.Title == "" {
		c.Title = c.Name
	}
	if c.Joining == "" {
		c.Joining = models.JoinOpen
	}
	if c.Visibility == "" {
		c.Visibility = models.Public
	}
	group, err := s.FoundCommunity(t.Context(), organiser, c)
	Must(t, err)
	return group
}

// Join makes somebody a member of an open community.
func Join(t testing.TB, s *models.Site, who, community *models.Actor) {
	t.Helper()
	_, err := s.Join(t.Context(), who, community)
	Must(t, err)
}

// Post starts a thread.
func Post(t testing.TB, s *models.Site, by, in *models.Actor, title, body string) *models.Item {
	t.Helper()
	it, err := s.Publish(t.Context(), models.Draft{Kind: models.Post, By: by, In: in, Title: title, Source: body})
	Must(t, err)
	return it
}

// Reply answers an item.
func Reply(t testing.TB, s *models.Site, by *models.Actor, to *models.Item, body string) *models.Item {
	t.Helper()
	it, err := s.Publish(t.Context(), models.Draft{Kind: models.Reply, By: by, In: to.Community, InReplyTo: to, Source: body})
	Must(t, err)
	return it
}

// Remote adds an actor of another site, as if it had been fetched.
func Remote(t testing.TB, s *models.Site, kind models.ActorKind, name, host string) *models.Actor {
	t.Helper()
	root := "https://" + host + "/" + string(kind) + "/" + name
	a, err := s.SaveActor(t.Context(), models.RemoteActor{Actor: models.Actor{
		Kind: kind, Name: name, Host: host, URI: root, URL: root,
		Inbox: root + "/inbox", SharedInbox: "https://" + host + "/inbox", Followers: root + "/followers",
	}})
	Must(t, err)
	return a
}

// As is the viewer that an actor is.
func As(a *models.Actor) models.Viewer { return models.Viewer{Actor: a} }

// Arrived is a post of somebody of another site in a community here, of which they become a follower.
func Arrived(t testing.TB, s *models.Site, by, in *models.Actor, title, body string) *models.Item {
	t.Helper()
	id := by.URI + "/" + strings.ReplaceAll(strings.ToLower(title), " ", "-")
	_, err := s.Follow(t.Context(), by, in, &models.Origin{URI: id + "/follow", Host: by.Host, Raw: []byte("{}")})
	Must(t, err)
	it, err := s.Publish(t.Context(), models.Draft{
		Kind: models.Post, By: by, In: in, Title: title, HTML: text.Clean("<p>" + body + "</p>"),
		From: &models.Origin{URI: id + "/create", Object: id, URL: id, Host: by.Host, Raw: []byte("{}"), Body: []byte("{}")},
	})
	Must(t, err)
	return it
}
