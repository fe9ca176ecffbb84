package wire

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
)

func TestWriter_NothingPrivateIsWritten(t *testing.T) {
	closed := wardSafety()
	closed.Group.Visibility = models.MembersOnly
	hidden := thread()
	hidden.Visibility = models.SiteOnly
	act := func(verb models.Verb) *models.Act {
		return did(verb, func(a *models.Act) { a.Item, a.Community, a.Target = hidden, closed, closed })
	}
	for name, write := range map[string]func() ([]byte, error){
		"item":     func() ([]byte, error) { return writer.Item(hidden) },
		"actor":    func() ([]byte, error) { return writer.Actor(closed, keyPEM, site) },
		"stub":     func() ([]byte, error) { return writer.ActorStub(closed, keyPEM) },
		"announce": func() ([]byte, error) { return writer.Announce(closed, act(models.VerbCreate), []byte("{}")) },
		"share":    func() ([]byte, error) { return writer.Share(closed, act(models.VerbCreate), hidden.URI) },
		"create":   func() ([]byte, error) { return writer.Activity(act(models.VerbCreate), Extra{}) },
		"delete":   func() ([]byte, error) { return writer.Activity(act(models.VerbDelete), Extra{}) },
		"remove":   func() ([]byte, error) { return writer.Activity(act(models.VerbRemove), Extra{}) },
		"restore":  func() ([]byte, error) { return writer.Activity(act(models.VerbRestore), Extra{}) },
		"like":     func() ([]byte, error) { return writer.Activity(act(models.VerbLike), Extra{}) },
		"lock":     func() ([]byte, error) { return writer.Activity(act(models.VerbLock), Extra{}) },
		"pin":      func() ([]byte, error) { return writer.Activity(act(models.VerbPin), Extra{}) },
		"ban":      func() ([]byte, error) { return writer.Activity(act(models.VerbBan), Extra{}) },
		"appoint":  func() ([]byte, error) { return writer.Activity(act(models.VerbAppoint), Extra{}) },
		"profile":  func() ([]byte, error) { return writer.Activity(act(models.VerbProfile), Extra{KeyPEM: keyPEM}) },
	} {
		if doc, err := write(); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: wrote %s, %v", name, doc, err)
		}
	}
}

func TestWriter_RefusesWhatItCannotSay(t *testing.T) {
	gone := onThread(models.VerbCreate)
	gone.Item.RemovedAt = at
	if _, err := writer.Activity(gone, Extra{}); !errors.Is(err, ErrWithdrawn) {
		t.Errorf("create of what was removed: %v", err)
	}
	for _, verb := range []models.Verb{models.VerbJoin, models.VerbAllow, models.VerbSettings} {
		if _, err := writer.Activity(did(verb, nil), Extra{}); !errors.Is(err, ErrUnsupported) {
			t.Errorf("%s: %v", verb, err)
		}
	}
	for verb := range actForms {
		if doc, err := writer.Activity(&models.Act{Verb: verb}, Extra{}); err == nil {
			t.Errorf("%s of nothing by nobody: wrote %s", verb, doc)
		}
		if doc, err := writer.Activity(did(verb, func(a *models.Act) { a.By, a.Target, a.Item = ben(), ben(), bensReply() }), Extra{KeyPEM: keyPEM}); err == nil {
			t.Errorf("%s by somebody elsewhere: wrote %s", verb, doc)
		}
	}
}

func TestWriter_TheCommandLineModeratesAsTheCommunity(t *testing.T) {
	a := onThread(models.VerbLock)
	a.By, a.ByID = nil, 0
	if o := written(t)(writer.Activity(a, Extra{})); o.String("actor") != wardSafety().URI {
		t.Errorf("done by %q", o.String("actor"))
	}
}

func TestWriter_GivesWhatCameFromElsewhereAsItCame(t *testing.T) {
	raw := []byte(receivedCreate)
	if doc, err := writer.Activity(&models.Act{Verb: models.VerbCreate, By: ben(), Raw: raw}, Extra{}); err != nil || string(doc) != receivedCreate {
		t.Errorf("gave %s, %v", doc, err)
	}
}

func TestWriter_IDsPassThroughAsTheyAreSpelt(t *testing.T) {
	for _, id := range []string{"https://south.example/ö/%C3%B6?q=ü#", "https://south.example?c=1", "https://SOUTH.example:443/a%2Fb", "http://south.example/[x]/~y"} {
		it := reply()
		it.Parent.URI = id
		if o := written(t)(writer.Item(it)); o.String("inReplyTo") != id {
			t.Errorf("%q became %q", id, o.String("inReplyTo"))
		}
	}
}

func TestWriter_EveryDocumentIsWhatReadersCanParse(t *testing.T) {
	for name, doc := range sent {
		raw := must(t)(doc.write())
		o := parse(t, string(raw))
		if id, err := o.ID(); err != nil || len(id) > 100 {
			t.Errorf("%s: id %q, which PieFed would cut, %v", name, id, err)
		}
		if strings.HasPrefix(name, "nodeinfo") || name == "webfinger" {
			continue
		}
		if !strings.HasPrefix(string(raw), `{"@context":"https://www.w3.org/ns/activitystreams",`) &&
			!strings.HasPrefix(string(raw), `{"@context":["https://www.w3.org/ns/activitystreams",`) {
			t.Errorf("%s begins %.60s", name, raw)
		}
		checkParts(t, name, raw)
	}
}

// checkParts looks over a document and all within it: lists are arrays, types are strings, and both to and
// cc are there where one is.
func checkParts(t *testing.T, name string, raw []byte) {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var look func(v any)
	look = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, part := range v {
				look(part)
			}
		case map[string]any:
			for _, key := range lists {
				if value, has := v[key]; has && value != nil {
					if _, ok := value.([]any); !ok {
						t.Errorf("%s: %s is %v, no array", name, key, value)
					}
				}
			}
			if value, has := v["type"]; has {
				if _, ok := value.(string); !ok {
					t.Errorf("%s: type is %v", name, value)
				}
			}
			for key, part := range v {
				if part == nil && key != "to" {
					t.Errorf("%s: %s is null", name, key)
				}
				if key != "@context" {
					look(part)
				}
			}
		}
	}
	look(doc)
}

// must gives the bytes of a document that can be written.
func must(t testing.TB) func([]byte, error) []byte {
	return func(doc []byte, err error) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return doc
	}
}

// written reads a document that was just written.
func written(t testing.TB) func([]byte, error) *Object {
	return func(doc []byte, err error) *Object {
		t.Helper()
		return parse(t, string(must(t)(doc, err)))
	}
}
