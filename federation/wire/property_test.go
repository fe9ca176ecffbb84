package wire

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// anyItem draws a post or a reply of our site.
func anyItem(t *rapid.T) *models.Item {
	starts := rapid.Bool().Draw(t, "starts")
	line := rapid.StringMatching(`[^\x00-\x1f]{1,60}`)
	it := thread()
	if !starts {
		it = reply()
		it.Parent.URI = "https://south.example/" + rapid.StringMatching(`([a-zA-Z0-9/öß~?=&;,:@!-]|%7E|%2F){0,40}`).Draw(t, "parent")
	} else if it.Title = text.CleanLine(line.Draw(t, "title"), 200); it.Title == "" {
		it.Title = "Untitled"
	}
	it.Source = strings.ReplaceAll(rapid.String().Draw(t, "source"), "\x00", "") // models keeps no NUL
	it.Content = rendered(it.Source)
	it.Plain = it.Content.Plain()
	it.Language = rapid.SampledFrom([]string{"", "en", "cy", "pt-br"}).Draw(t, "language")
	it.Sensitive = rapid.Bool().Draw(t, "sensitive")
	it.PublishedAt = time.Unix(rapid.Int64Range(0, 1<<32).Draw(t, "published"), rapid.Int64Range(0, 1e9-1).Draw(t, "nanoseconds"))
	it.Tags = rapid.SliceOfN(rapid.StringMatching(`[a-z0-9ñ_]{1,20}`), 0, 5).Draw(t, "tags")
	it.Attachments = nil
	for n := range rapid.IntRange(0, 4).Draw(t, "pictures") {
		alt := strings.TrimSpace(line.Draw(t, "alt"))
		it.Attachments = append(it.Attachments, &models.Attachment{MediaID: int64(n + 1), Alt: alt, Media: &models.Media{MediaType: "image/png"}})
	}
	return it
}

func TestItem_WhatWeWriteIsWhatOurSoftwareReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		it := anyItem(t)
		doc, err := writer.Item(it)
		if err != nil {
			t.Fatal(err)
		}
		o, err := Parse(doc)
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		got, err := ReadItem(o)
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		if got.Kind.Name != it.Kind || got.URI != it.URI || got.URL != it.URL || got.AttributedTo != it.Author.URI || !got.Public {
			t.Fatalf("%+v is another item than %s", got, doc)
		}
		if got.Title != it.Title || got.HTML != it.Content.String() || got.Markdown != it.Source {
			t.Fatalf("words became %q, %q, %q in %s", got.Title, got.HTML, got.Markdown, doc)
		}
		if got.Language != it.Language || got.Sensitive != it.Sensitive || !got.Published.Equal(it.PublishedAt.Truncate(time.Second)) {
			t.Fatalf("facts became %+v in %s", got, doc)
		}
		if !slices.Equal(got.Audience, []string{it.Community.URI}) || !slices.Equal(got.Tags, it.Tags) && len(it.Tags) > 0 {
			t.Fatalf("audience or tags became %+v in %s", got, doc)
		}
		if it.Parent != nil && (got.InReplyTo != it.Parent.URI || got.Mentions[1].Href != it.Parent.Author.URI) {
			t.Fatalf("parent became %+v in %s", got, doc)
		}
		for n, p := range got.Pictures {
			if want := it.Attachments[n]; p.Alt != want.Alt || p.URL != writer.picture(want.MediaID) || p.MediaType != "image/png" {
				t.Fatalf("picture became %+v in %s", p, doc)
			}
		}
		if len(got.Pictures) != len(it.Attachments) {
			t.Fatalf("%d pictures of %d in %s", len(got.Pictures), len(it.Attachments), doc)
		}
	})
}

func TestActor_WhatWeWriteIsWhatOurSoftwareReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching(`[^\x00-\x1f]{0,60}`)
		clean := func(label string) string { return text.CleanLine(line.Draw(t, label), 60) }
		a := rapid.SampledFrom([]*models.Actor{amina(), wardSafety()}).Draw(t, "actor")
		a.Title, a.Approves, a.Indexable = clean("title"), rapid.Bool().Draw(t, "approves"), rapid.Bool().Draw(t, "indexable")
		if a.Profile != nil {
			a.Profile = &models.Profile{Organisation: clean("organisation"), Role: clean("role"), Place: clean("place"), AskAbout: clean("ask")}
		} else {
			a.Group.Purpose, a.Group.Restricted = "Why: "+clean("purpose"), rapid.Bool().Draw(t, "restricted")
			a.Group.Purpose = text.CleanLine(a.Group.Purpose, 60)
		}
		doc, err := writer.Actor(a, keyPEM, site)
		if err != nil {
			t.Fatal(err)
		}
		o, err := Parse(doc)
		if err != nil {
			t.Fatal(err)
		}
		r, err := ReadActor(o)
		if err != nil {
			t.Fatalf("%v in %s", err, doc)
		}
		b := r.Actor
		if b.Kind != a.Kind || b.Name != a.Name || b.URI != a.URI || b.URL != a.URL || b.Title != a.Display() || b.Host != writer.Host {
			t.Fatalf("%+v is another actor than %s", b, doc)
		}
		if b.Inbox != a.Inbox || b.SharedInbox != a.SharedInbox || b.Outbox != a.Outbox || b.Followers != a.Followers || b.Featured != a.Featured || b.Moderators != a.Moderators {
			t.Fatalf("places became %+v in %s", b, doc)
		}
		if b.Approves != a.Approves || b.Indexable != a.Indexable || b.Summary != a.Summary || r.KeyID != a.URI+"#main-key" || r.PublicPEM != keyPEM {
			t.Fatalf("facts became %+v in %s", r, doc)
		}
		if a.Profile != nil && *r.Profile != *a.Profile {
			t.Fatalf("profile became %+v in %s", r.Profile, doc)
		}
		if a.Group != nil && (r.Purpose != a.Group.Purpose || r.Limited != a.Group.Restricted) {
			t.Fatalf("charter became %+v in %s", r, doc)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, raw := range samples(f) {
		f.Add(raw)
	}
	for _, no := range notIDs {
		f.Add([]byte(`{"id":` + no + `,"type":["Create","Note"],"actor":` + no + `,"object":` + no + `,"to":` + no + `,"attributedTo":` + no + `}`))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o, err := Parse(raw)
		if err != nil {
			if !errors.Is(err, ErrMalformed) {
				t.Fatalf("refused without a reason that can be answered: %v", err)
			}
			return
		}
		read(t, o, 0)
		if doc := must(t)(writer.Announce(wardSafety(), onThread(models.VerbCreate), raw)); !strings.Contains(string(doc), string(raw)) {
			t.Fatal("passed on with other bytes")
		}
		_, _ = ReadWebFinger(raw)
		_, _ = ReadNodeInfo(raw)
		_, _ = ReadNodeInfoLinks(raw)
	})
}

// read reads an object and what it holds as everything that it could be, and checks what must always hold.
func read(t *testing.T, o *Object, depth int) {
	t.Helper()
	if it, err := ReadItem(o); err == nil {
		if hostOf(it.URI) == "" || !it.Tombstone && (hostOf(it.AttributedTo) == "" || hostOf(it.URL) != hostOf(it.URI)) {
			t.Fatalf("item %+v", it)
		}
	}
	if r, err := ReadActor(o); err == nil {
		if a := r.Actor; hostOf(a.Inbox) != a.Host || a.Host == "" || a.Name == "" || r.KeyID != "" && hostOf(r.KeyID) != a.Host {
			t.Fatalf("actor %+v", r)
		}
	}
	if c, err := ReadCollection(o); err == nil && c.Next != "" && hostOf(c.Next) == "" {
		t.Fatalf("collection %+v", c)
	}
	a, err := o.Activity()
	if err != nil {
		return
	}
	if hostOf(a.Actor) == "" {
		t.Fatalf("activity %+v", a)
	}
	for _, ref := range append(a.Objects, a.Inner...) {
		if ref.Inline == nil && hostOf(ref.ID) == "" {
			t.Fatalf("activity refers to %+v", ref)
		}
		if ref.Inline != nil && depth < 5 {
			read(t, ref.Inline, depth+1)
		}
	}
}
