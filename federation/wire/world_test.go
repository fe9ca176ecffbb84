package wire

import (
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// The people and places of the tests: a community on our site (north) with a member elsewhere (south), and
// a community on another site (harbour) with a member of ours.
var (
	writer = Writer{Base: "https://north.example", Host: "north.example"}
	site   = SiteInfo{Name: "North region communities", About: rendered("Run by the **North region** academy."), Language: "en"}
	at     = time.Date(2026, 3, 3, 10, 0, 0, 123456789, time.UTC)
)

const keyPEM = "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL\n-----END PUBLIC KEY-----\n"

func rendered(markdown string) text.HTML { return text.Render(markdown, noLinks{}).HTML }

func selfActor() *models.Actor {
	return &models.Actor{
		ID: 1, Kind: models.SiteActor, Name: "north.example", URI: "https://north.example/", URL: "https://north.example/",
		Inbox: "https://north.example/inbox", SharedInbox: "https://north.example/inbox", Outbox: "https://north.example/outbox",
		CreatedAt: at.AddDate(0, -2, 0), UpdatedAt: at.AddDate(0, -1, 0),
	}
}

func localActor(kind models.ActorKind, id int64, name, title string) *models.Actor {
	a := &models.Actor{ID: id, Kind: kind, Name: name, Title: title, Indexable: true, CreatedAt: at.AddDate(0, -2, 0), UpdatedAt: at.AddDate(0, -1, 0)}
	a.URI = writer.Base + a.Path()
	a.URL, a.Inbox, a.Outbox, a.Followers = a.URI, a.URI+"/inbox", a.URI+"/outbox", a.URI+"/followers"
	a.SharedInbox = writer.Base + "/inbox"
	return a
}

func amina() *models.Actor {
	a := localActor(models.Person, 101, "amina", "Amina O.")
	a.Source = "Nurse educator. Ask me about *falls*."
	a.Summary, a.IconMediaID = rendered(a.Source), 2001
	a.Profile = &models.Profile{ActorID: a.ID, Organisation: "St Brigid's & Partners", Role: "Nurse educator", Place: "Durham", AskAbout: "falls, simulation"}
	return a
}

func wardSafety() *models.Actor {
	a := localActor(models.Group, 102, "ward-safety", "Ward safety")
	a.Featured, a.Moderators, a.IconMediaID = a.URI+"/featured", a.URI+"/moderators", 2002
	a.Source = "Learning from incidents on wards."
	a.Summary = rendered(a.Source)
	a.Group = &models.Community{
		ActorID: a.ID, Visibility: models.Public, Joining: models.JoinOpen, Domain: "Falls and other harm",
		Community: "Everyone who works on a ward", Practice: "Checklists and reviews", Purpose: "Fewer falls on every ward.",
	}
	return a
}

func ben() *models.Actor {
	return &models.Actor{
		ID: 103, Kind: models.Person, Name: "ben", Host: "south.example", URI: "https://south.example/users/ben",
		URL: "https://south.example/@ben", Inbox: "https://south.example/users/ben/inbox", Followers: "https://south.example/users/ben/followers",
	}
}

func harbour() *models.Actor {
	a := &models.Actor{ID: 104, Kind: models.Group, Name: "volunteers", Host: "harbour.example", URI: "https://harbour.example/c/volunteers"}
	a.Inbox, a.Followers, a.Featured, a.Moderators = a.URI+"/inbox", a.URI+"/followers", a.URI+"/featured", a.URI+"/moderators"
	return a
}

// thread is a post by Amina in her community.
func thread() *models.Item {
	it := &models.Item{
		ID: 301, Kind: "post", AuthorID: 101, CommunityID: 102, ThreadID: 301, Title: "Falls review: a checklist & <notes>",
		Source:   "We piloted it on *three* wards. It takes two minutes! Does it fit yours? Tell us.\n\nSee #Falls.",
		Language: "en", Visibility: models.Public, PublishedAt: at, Author: amina(), Community: wardSafety(), Tags: []string{"Falls"},
	}
	it.Content = rendered(it.Source)
	it.Plain = it.Content.Plain()
	it.Attachments = []*models.Attachment{{
		MediaID: 2003, Alt: "The checklist on a clipboard",
		Media: &models.Media{ID: 2003, MediaType: "image/webp", Width: 1200, Height: 800},
	}}
	it.URI = writer.Base + it.Path()
	it.URL = it.URI
	return it
}

// webinar is an event of the community.
func webinar() *models.Item {
	it := thread()
	it.ID, it.ThreadID, it.Kind, it.Title, it.Attachments = 305, 305, "event", "Winter webinar", nil
	it.Source = "What we learned from *three* wards."
	it.Content = rendered(it.Source)
	it.Plain = it.Content.Plain()
	start := time.Date(2027, 1, 15, 12, 0, 0, 0, time.UTC)
	it.Detail = &models.Event{
		ItemID: 305, StartsAt: start, EndsAt: start.Add(time.Hour), Zone: "Europe/London", Status: models.Planned, Joining: models.JoinFree,
		Capacity: 200, Coming: 84, Category: "LEARNING", Room: "https://rooms.example/secret",
	}
	it.URI = writer.Base + it.Path()
	it.URL = it.URI
	return it
}

// essay is an article of the community, with an episode to listen to.
func essay() *models.Item {
	it := thread()
	it.ID, it.ThreadID, it.Kind, it.Title = 306, 306, "article", "What three wards taught us"
	it.Attachments[0].Alt = "A ward at night"
	it.Detail = &models.Article{
		ItemID: 306, Summary: "Two minutes at handover, and what they change.", AudioID: 3001, AudioSeconds: 1470, Transcript: "**Amina:** Welcome.",
		Audio: &models.File{ID: 3001, Name: "wards.mp3", MediaType: "audio/mpeg", Size: 11_760_000, State: models.FileReady},
	}
	it.URI = writer.Base + it.Path()
	it.URL = it.URI
	return it
}

// checklist is a document of the community in two versions, of which the first was withdrawn.
func checklist() *models.Item {
	it := thread()
	it.ID, it.ThreadID, it.Kind, it.Title, it.Attachments = 307, 307, "document", "Ward round checklist", nil
	it.URI = writer.Base + it.Path()
	it.URL = it.URI
	newest := &models.DocumentVersion{
		Number: 2, Name: "ward round.pdf", MediaType: "application/pdf", Size: 1_234_567, Digest: "zQmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG", Note: "Shorter", At: at,
	}
	first := *newest
	first.Number, first.Digest, first.WithdrawnAt = 1, "zQmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o", at
	it.Detail = &models.Document{
		Number: 2, Name: newest.Name, MediaType: newest.MediaType, Size: newest.Size, Digest: newest.Digest, VersionAt: at, Previewed: true,
		Authors: "Amina Bello, Ben Ortiz", Licence: models.Licences[7].URL, Cite: "Bello & Ortiz (2026)", Review: "2027-03-01",
		Replaces: writer.Base + "/document/207", Folder: []string{"Policies", "2026"}, Versions: []*models.DocumentVersion{newest, &first},
	}
	return it
}

func versionOfChecklist(number int) ([]byte, error) {
	it := checklist()
	doc, _, err := writer.Version(it, it.Detail.(*models.Document).Versions[2-number])
	return doc, err
}

// onWebinar is something that Amina did to the event.
func onWebinar(verb models.Verb, note string) *models.Act {
	return &models.Act{ID: 405, Verb: verb, By: amina(), Item: webinar(), Target: wardSafety(), Community: wardSafety(), URI: writer.Base + "/act/405", Note: note, At: at}
}

// seated tells Ben what became of his Join.
func seated(state models.Seat) *models.Act {
	a := onWebinar(models.VerbSeat, string(state))
	a.By, a.Target = wardSafety(), ben()
	a.Seat = &models.Answer{URI: "https://south.example/joins/7", State: state}
	return a
}

// bensReply answers the thread from elsewhere.
func bensReply() *models.Item {
	return &models.Item{
		ID: 302, Kind: "reply", AuthorID: 103, CommunityID: 102, ThreadID: 301, ParentID: 301, Host: "south.example",
		URI: "https://south.example/users/ben/statuses/9", Visibility: models.Public, PublishedAt: at, Author: ben(), Community: wardSafety(),
	}
}

// reply is Amina's answer to it.
func reply() *models.Item {
	it := &models.Item{
		ID: 303, Kind: "reply", AuthorID: 101, CommunityID: 102, ThreadID: 301, ParentID: 302, Language: "en",
		Source: "Thank you, @ben@south.example.", Visibility: models.Public, PublishedAt: at.Add(time.Hour), EditedAt: at.Add(2 * time.Hour),
		Author: amina(), Community: wardSafety(), Parent: bensReply(), Mentioned: []*models.Actor{ben()}, ThreadURI: thread().URI,
	}
	it.Content = rendered(it.Source)
	it.Plain = it.Content.Plain()
	it.URI = writer.Base + it.Path()
	it.URL = it.URI
	return it
}

func withdrawn() *models.Item {
	it := thread()
	it.DeletedAt = at.Add(time.Hour)
	return it
}

// did makes an act as models records it.
func did(verb models.Verb, change func(*models.Act)) *models.Act {
	a := &models.Act{ID: 401, Verb: verb, ByID: 101, By: amina(), URI: "https://north.example/act/401", At: at, Shared: true}
	if change != nil {
		change(a)
	}
	return a
}

// onThread is an act on the thread, in its community.
func onThread(verb models.Verb) *models.Act {
	return did(verb, func(a *models.Act) { a.Item, a.Community = thread(), wardSafety() })
}
