package wire

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
)

// sent are the documents that we send or serve, each with what it is; the golden files of them are the
// examples of FEDERATION.md.
var sent = map[string]struct {
	what  string
	write func() ([]byte, error)
}{
	"actor-group":    {"A community.", func() ([]byte, error) { return writer.Actor(wardSafety(), keyPEM, site) }},
	"actor-person":   {"A person.", func() ([]byte, error) { return writer.Actor(amina(), keyPEM, site) }},
	"actor-site":     {"The site itself, in whose name it fetches.", func() ([]byte, error) { return writer.Actor(selfActor(), keyPEM, site) }},
	"actor-stub":     {"As much of an actor as anyone may read without a signature.", func() ([]byte, error) { return writer.ActorStub(amina(), keyPEM) }},
	"object-page":    {"A post, which starts a thread.", func() ([]byte, error) { return writer.Item(thread()) }},
	"object-note":    {"A reply.", func() ([]byte, error) { return writer.Item(reply()) }},
	"object-event":   {"An event, which belongs to its community.", func() ([]byte, error) { return writer.Item(webinar()) }},
	"create-event":   {"A community adds an event.", func() ([]byte, error) { return writer.Activity(onWebinar(models.VerbCreate, ""), Extra{}) }},
	"object-article": {"A wiki page, which belongs to its community.", func() ([]byte, error) { return writer.Item(guide()) }},
	"update-article": {"A community changes a page of its wiki.", func() ([]byte, error) { return writer.Activity(onGuide(models.VerbUpdate), Extra{}) }},
	"revision":       {"One state of a wiki page, which stays as it is.", func() ([]byte, error) { return writer.Revision(guide(), guideRevision()) }},
	"history":        {"Where the states of a wiki page are listed.", func() ([]byte, error) { return writer.History(guide(), 42) }},
	"history-page": {"The newest of them.", func() ([]byte, error) {
		return writer.HistoryPart(guide(), 1, []*models.WikiRevision{guideRevision()}, false)
	}},
	"offer":              {"Somebody offers an edit of a wiki page of another site.", func() ([]byte, error) { return writer.Activity(onGuide(models.VerbOffer), Extra{}) }},
	"accept-offer":       {"A community takes it: the result is the revision that it became.", func() ([]byte, error) { return writer.Activity(judged(models.OfferAccepted), Extra{}) }},
	"reject-offer":       {"It does not: the result is the revision that it did not fit.", func() ([]byte, error) { return writer.Activity(judged(models.OfferRejected), Extra{}) }},
	"object-blog":        {"An article in the blog of a community, with its cover and its episode.", func() ([]byte, error) { return writer.Item(essay()) }},
	"join":               {"Somebody comes to an event.", func() ([]byte, error) { return writer.Activity(onWebinar(models.VerbAnswer, "yes"), Extra{}) }},
	"leave":              {"Somebody does not come after all.", func() ([]byte, error) { return writer.Activity(onWebinar(models.VerbAnswer, "no"), Extra{}) }},
	"accept-join":        {"A community gives somebody a place, and them alone the link to the room.", func() ([]byte, error) { return writer.Activity(seated(models.Coming), Extra{}) }},
	"tentative-accept":   {"Every place is taken, or somebody has yet to decide.", func() ([]byte, error) { return writer.Activity(seated(models.Waiting), Extra{}) }},
	"object-tombstone":   {"What stands in the place of a post that was deleted or removed.", func() ([]byte, error) { return writer.Item(withdrawn()) }},
	"create":             {"Somebody posts in a community.", func() ([]byte, error) { return writer.Activity(onThread(models.VerbCreate), Extra{}) }},
	"create-reply":       {"Somebody replies.", func() ([]byte, error) { return writer.Activity(createReply(), Extra{}) }},
	"update":             {"An author edits.", func() ([]byte, error) { return writer.Activity(edited(), Extra{}) }},
	"update-group":       {"A community changes its charter.", func() ([]byte, error) { return writer.Activity(chartered(), Extra{KeyPEM: keyPEM, Site: site}) }},
	"update-person":      {"Somebody changes their profile.", func() ([]byte, error) { return writer.Activity(profiled(), Extra{KeyPEM: keyPEM, Site: site}) }},
	"delete":             {"An author deletes: no summary.", func() ([]byte, error) { return writer.Activity(onThread(models.VerbDelete), Extra{}) }},
	"delete-person":      {"Somebody closes their account.", func() ([]byte, error) { return writer.Activity(erased(), Extra{}) }},
	"remove":             {"A moderator removes a post: a Delete with a summary, the reason.", func() ([]byte, error) { return writer.Activity(reasoned(models.VerbRemove), Extra{}) }},
	"undo-remove":        {"A moderator takes it back.", func() ([]byte, error) { return writer.Activity(reasoned(models.VerbRestore), Extra{}) }},
	"like":               {"Somebody finds a post useful.", func() ([]byte, error) { return writer.Activity(onReply(models.VerbLike), Extra{}) }},
	"undo-like":          {"Somebody takes that back.", func() ([]byte, error) { return writer.Activity(onReply(models.VerbUnlike), Extra{}) }},
	"lock":               {"A moderator closes a thread to replies.", func() ([]byte, error) { return writer.Activity(reasoned(models.VerbLock), Extra{}) }},
	"undo-lock":          {"A moderator opens it again.", func() ([]byte, error) { return writer.Activity(reasoned(models.VerbUnlock), Extra{}) }},
	"add-featured":       {"A moderator pins a thread.", func() ([]byte, error) { return writer.Activity(onThread(models.VerbPin), Extra{}) }},
	"remove-featured":    {"A moderator unpins it.", func() ([]byte, error) { return writer.Activity(onThread(models.VerbUnpin), Extra{}) }},
	"add-moderator":      {"Somebody becomes a moderator.", func() ([]byte, error) { return writer.Activity(toBen(models.VerbAppoint), Extra{}) }},
	"remove-moderator":   {"Somebody is a moderator no more.", func() ([]byte, error) { return writer.Activity(toBen(models.VerbDismiss), Extra{}) }},
	"block":              {"A moderator bans somebody from the community, here until a date.", func() ([]byte, error) { return writer.Activity(banned(models.VerbBan), Extra{}) }},
	"undo-block":         {"A moderator lets them in again.", func() ([]byte, error) { return writer.Activity(banned(models.VerbUnban), Extra{}) }},
	"flag-group":         {"Somebody reports a post to the community of another site.", func() ([]byte, error) { return writer.Activity(reported(harbour()), Extra{}) }},
	"flag-author":        {"Somebody reports a post to its author's site.", func() ([]byte, error) { return writer.Activity(reported(wardSafety()), Extra{}) }},
	"follow":             {"Somebody follows a community.", func() ([]byte, error) { return writer.Activity(followed(models.VerbFollow), Extra{}) }},
	"undo-follow":        {"Somebody follows it no longer.", func() ([]byte, error) { return writer.Activity(followed(models.VerbUnfollow), Extra{}) }},
	"accept":             {"A community accepts a follower. The Follow is embedded as it was received.", func() ([]byte, error) { return writer.Activity(answered(models.VerbAccept), Extra{}) }},
	"reject":             {"A community refuses a follower, or ends a follow.", func() ([]byte, error) { return writer.Activity(answered(models.VerbReject), Extra{}) }},
	"announce":           {"A community passes on what a member did. The activity inside stays byte for byte as it was received.", announced},
	"share":              {"A community shares a post with followers whose servers show shares.", func() ([]byte, error) { return writer.Share(wardSafety(), onThread(models.VerbCreate), thread().URI) }},
	"undo-share":         {"A community takes a share back.", unshared},
	"followers":          {"The followers of a community: their number, never their names.", func() ([]byte, error) { return writer.Followers(wardSafety(), 212) }},
	"moderators":         {"Who looks after a community.", func() ([]byte, error) { return writer.Moderators(wardSafety(), []*models.Actor{amina(), ben()}) }},
	"outbox":             {"What a community passed on, newest first.", outbox},
	"featured":           {"The pinned threads of a community.", featured},
	"object-document":    {"A document, which is a Page: its newest version is attached, and the summary tells what it is.", func() ([]byte, error) { return writer.Item(checklist()) }},
	"document-version":   {"A version of a document, at its own id.", func() ([]byte, error) { return versionOfChecklist(2) }},
	"document-withdrawn": {"A version that was withdrawn. By its digest copies can be found.", func() ([]byte, error) { return versionOfChecklist(1) }},
	"document-versions":  {"The versions of a document, newest first.", func() ([]byte, error) { return writer.Versions(checklist()) }},
	"context": {"A thread: the post and its replies, as they came.", func() ([]byte, error) {
		return writer.Context(thread().URI+"/context", thread(), []string{thread().URI, bensReply().URI, reply().URI})
	}},
	"replies":        {"The direct answers to a post.", func() ([]byte, error) { return writer.Replies(thread(), []string{bensReply().URI}) }},
	"webfinger":      {"WebFinger: who a handle is.", func() ([]byte, error) { return writer.WebFinger(wardSafety()) }},
	"nodeinfo-links": {"Where NodeInfo is, and which actor the site is.", func() ([]byte, error) { return writer.NodeInfoLinks("/nodeinfo/2.1") }},
	"nodeinfo": {"NodeInfo 2.1: what software runs here.", func() ([]byte, error) {
		return writer.NodeInfo("1.0.0", site, Usage{People: 48, ActiveMonth: 31, ActiveHalfYear: 44, Posts: 190, Replies: 1204})
	}},
}

func TestWriter_SendsWhatTheGoldenFilesShow(t *testing.T) {
	for name, doc := range sent {
		t.Run(name, func(t *testing.T) {
			raw, err := doc.write()
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", "folkmoot", name+".txtar")
			a := readArchive(t, path)
			a.comment = doc.what + "\n"
			a.check(t, path, "sent.json", indented(t, raw))
		})
	}
	paths, err := filepath.Glob("testdata/folkmoot/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if _, ok := sent[strings.TrimSuffix(filepath.Base(path), ".txtar")]; !ok {
			t.Errorf("%s is of nothing that we send", path)
		}
	}
}

func createReply() *models.Act {
	return did(models.VerbCreate, func(a *models.Act) { a.Item, a.Community, a.At = reply(), wardSafety(), reply().PublishedAt })
}

func edited() *models.Act {
	a := createReply()
	a.Verb, a.At = models.VerbUpdate, reply().EditedAt
	return a
}

func chartered() *models.Act {
	return did(models.VerbProfile, func(a *models.Act) { a.Target, a.Community = wardSafety(), wardSafety() })
}

func profiled() *models.Act {
	return did(models.VerbProfile, func(a *models.Act) { a.Target = amina() })
}

func erased() *models.Act {
	return did(models.VerbErase, func(a *models.Act) { a.Target = amina() })
}

// reasoned is an act of moderation with its reason, or the taking back of one.
func reasoned(verb models.Verb) *models.Act {
	a := onThread(verb)
	if slices.Contains([]models.Verb{models.VerbRemove, models.VerbLock}, verb) {
		a.Reason = "Names a patient"
	}
	return a
}

func onReply(verb models.Verb) *models.Act {
	return did(verb, func(a *models.Act) {
		a.Item, a.Community = bensReply(), wardSafety()
		if verb == models.VerbUnlike {
			a.Undoes = &models.Act{ID: 400, URI: "https://north.example/act/400"}
		}
	})
}

func toBen(verb models.Verb) *models.Act {
	return did(verb, func(a *models.Act) { a.Target, a.Community = ben(), wardSafety() })
}

func banned(verb models.Verb) *models.Act {
	a := toBen(verb)
	if verb == models.VerbBan {
		a.Reason, a.Note = "Third warning", "2026-04-01T00:00:00Z"
	}
	return a
}

func reported(community *models.Actor) *models.Act {
	return did(models.VerbReport, func(a *models.Act) {
		a.Item, a.Target, a.Community, a.Reason, a.Shared = bensReply(), ben(), community, "Sells something", false
	})
}

func followed(verb models.Verb) *models.Act {
	return did(verb, func(a *models.Act) {
		a.Target, a.Shared = harbour(), false
		a.Answers = &models.Follow{URI: "https://north.example/act/399"}
		if verb == models.VerbFollow {
			a.URI = a.Answers.URI
		}
	})
}

const receivedFollow = `{"@context":["https://www.w3.org/ns/activitystreams",{"x":"https://south.example/ns#"}],"x:seen":1.50,"id":"https://south.example/act/7","type":"Follow","actor":"https://south.example/users/ben","object":"https://north.example/c/ward-safety","to":null}`

func answered(verb models.Verb) *models.Act {
	return did(verb, func(a *models.Act) {
		a.By, a.Target, a.Community, a.Shared = wardSafety(), ben(), wardSafety(), false
		a.Answers = &models.Follow{URI: "https://south.example/act/7", Raw: []byte(receivedFollow)}
	})
}

const receivedCreate = `{"@context":["https://www.w3.org/ns/activitystreams",{"ostatus":"http://ostatus.org#","atomUri":"ostatus:atomUri"}],` +
	`"id":"https://south.example/users/ben/statuses/9/activity","type":"Create","actor":"https://south.example/users/ben",` +
	`"to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://south.example/users/ben/followers","https://north.example/c/ward-safety"],` +
	`"object":{"id":"https://south.example/users/ben/statuses/9","type":"Note","inReplyTo":"https://north.example/post/301",` +
	`"attributedTo":"https://south.example/users/ben","content":"<p>It fits ours.</p>","contentMap":{"en":"<p>It fits ours.</p>"},"atomUri":"https://south.example/users/ben/statuses/9"},` +
	`"signature":{"type":"RsaSignature2017","signatureValue":"bm90IHJlYWw="}}`

func announced() ([]byte, error) {
	a := &models.Act{ID: 402, Verb: models.VerbCreate, By: ben(), Host: "south.example", At: at}
	return writer.Announce(wardSafety(), a, []byte(receivedCreate))
}

func unshared() ([]byte, error) {
	return writer.UndoShare(wardSafety(), onThread(models.VerbCreate), did(models.VerbDelete, func(a *models.Act) { a.ID = 405 }), thread().URI)
}

func outbox() ([]byte, error) {
	create, err := writer.Activity(onThread(models.VerbCreate), Extra{})
	if err != nil {
		return nil, err
	}
	announce, err := writer.Announce(wardSafety(), onThread(models.VerbCreate), create)
	if err != nil {
		return nil, err
	}
	return writer.Outbox(wardSafety(), 57, [][]byte{announce})
}

func featured() ([]byte, error) {
	page, err := writer.Item(thread())
	if err != nil {
		return nil, err
	}
	return writer.Featured(wardSafety(), [][]byte{page})
}
