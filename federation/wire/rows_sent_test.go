package wire

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

const threadContext = "https://north.example/post/301/context"

func TestRow08_TheGroupsIDIsItsAddress(t *testing.T) {
	o := written(t)(writer.Actor(wardSafety(), keyPEM, site))
	if id, err := o.ID(); err != nil || id != wardSafety().URI || o.Type() != "Group" {
		t.Errorf("id %q of a %s, %v", id, o.Type(), err)
	}
}

func TestRow10_TheGroupHasAllThatReadersNeed(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	o := written(t)(writer.Actor(wardSafety(), string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), site))
	for _, key := range []string{"id", "inbox", "outbox", "followers", "following", "featured", "attributedTo", "url"} {
		if s := o.String(key); !strings.HasPrefix(s, "https://north.example/c/ward-safety") {
			t.Errorf("%s is %q", key, s)
		}
	}
	for _, key := range []string{"preferredUsername", "name", "summary", "webfinger", "published", "updated", "mediaType"} {
		if o.String(key) == "" {
			t.Errorf("%s is missing", key)
		}
	}
	for _, key := range []string{"postingRestrictedToMods", "manuallyApprovesFollowers", "discoverable", "indexable", "sensitive"} {
		if o.Bool(key) == nil {
			t.Errorf("%s is missing", key)
		}
	}
	if s := o.Inline("endpoints").String("sharedInbox"); s != "https://north.example/inbox" {
		t.Errorf("sharedInbox is %q", s)
	}
	k := o.Inline("publicKey")
	block, _ := pem.Decode([]byte(k.String("publicKeyPem")))
	if block == nil || k.String("owner") != o.String("id") || k.String("id") != o.String("id")+"#main-key" {
		t.Fatalf("key is %s", k.Raw)
	}
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if key, ok := public.(*rsa.PublicKey); err != nil || !ok || key.N.BitLen() < 2048 {
		t.Errorf("key is %T, %v", public, err)
	}
}

func TestRow11_FollowersAreCountedNotNamed(t *testing.T) {
	o := written(t)(writer.Followers(wardSafety(), 212))
	if o.Count("totalItems") != 212 || o.Has("items") || o.Has("orderedItems") || o.Has("first") {
		t.Errorf("followers are %s", o.Raw)
	}
	if !strings.Contains(string(o.Raw), `"items":[]`) {
		t.Errorf("no empty list of items: %s", o.Raw)
	}
}

func TestRow12_ModeratorsAreNamed(t *testing.T) {
	c, err := ReadCollection(written(t)(writer.Moderators(wardSafety(), []*models.Actor{amina()})))
	if err != nil || len(c.Items) != 1 || c.Items[0].ID != amina().URI || c.ID != wardSafety().Moderators {
		t.Errorf("read %+v, %v", c, err)
	}
}

func TestRow13_TheOutboxHoldsAnnouncesWithPages(t *testing.T) {
	c, err := ReadCollection(written(t)(outbox()))
	if err != nil || c.Total != 57 || len(c.Items) != 1 {
		t.Fatalf("read %+v, %v", c, err)
	}
	announce, err := c.Items[0].Inline.Activity()
	if err != nil || announce.Type != "Announce" || announce.Actor != wardSafety().URI {
		t.Fatalf("read %+v, %v", announce, err)
	}
	create, err := announce.Inner[0].Inline.Activity()
	if err != nil || create.Type != "Create" || create.Object.Inline.Type() != "Page" {
		t.Errorf("read %+v, %v", create, err)
	}
}

func TestRow14_FeaturedHoldsWholePages(t *testing.T) {
	c, err := ReadCollection(written(t)(featured()))
	if err != nil || len(c.Items) != 1 || c.Items[0].Inline.Type() != "Page" {
		t.Errorf("read %+v, %v", c, err)
	}
}

func TestRow15_APageHasAllThatReadersNeed(t *testing.T) {
	o := written(t)(writer.Item(thread()))
	if o.Has("inReplyTo") || strings.Contains(string(o.Raw), `"type":["`) || o.Type() != "Page" {
		t.Errorf("page is %s", o.Raw)
	}
	for _, key := range []string{"name", "summary", "content", "url", "attributedTo", "context", "replies"} {
		if o.String(key) == "" {
			t.Errorf("%s is missing", key)
		}
	}
	if !slices.Contains(o.Strings("to"), public) || o.String("audience") != wardSafety().URI {
		t.Errorf("to %v, audience %q", o.Strings("to"), o.String("audience"))
	}
	if !strings.Contains(string(o.Raw), `"cc":["`) {
		t.Errorf("cc is no array: %s", o.Raw)
	}
	if !mentions(o, wardSafety().URI) {
		t.Errorf("the group is not mentioned in %v", o.Inlines("tag"))
	}
	if when := o.String("published"); when != "2026-03-03T10:00:00Z" {
		t.Errorf("published %q, with a fraction or not in UTC", when)
	}
}

func mentions(o *Object, id string) bool {
	return slices.ContainsFunc(o.Inlines("tag"), func(tag *Object) bool {
		return tag.Type() == "Mention" && tag.String("href") == id && strings.Count(tag.String("name"), "@") == 2
	})
}

func TestRow16_AReplyIsANoteInTheThreadsContext(t *testing.T) {
	o := written(t)(writer.Item(reply()))
	if o.Type() != "Note" || o.String("inReplyTo") != bensReply().URI || o.Has("summary") || o.Has("name") {
		t.Errorf("reply is %s", o.Raw)
	}
	page := written(t)(writer.Item(thread()))
	if o.String("context") != threadContext || page.String("context") != threadContext {
		t.Errorf("context is %q, the thread's %q", o.String("context"), page.String("context"))
	}
}

func TestRow17_TheContextListsTheThreadFirstAndBelongsToTheGroup(t *testing.T) {
	ids := []string{thread().URI, bensReply().URI, reply().URI}
	o := written(t)(writer.Context(threadContext, thread(), ids))
	c, err := ReadCollection(o)
	if err != nil || c.AttributedTo != wardSafety().URI || c.Total != 3 || o.String("name") != thread().Title {
		t.Fatalf("read %+v, %v", c, err)
	}
	for n, ref := range c.Items {
		if ref.ID != ids[n] {
			t.Errorf("item %d is %q, want %q", n, ref.ID, ids[n])
		}
	}
}

func TestRow19_ATombstoneKeepsTheTypeAndNoWords(t *testing.T) {
	o := written(t)(writer.Item(withdrawn()))
	if o.Type() != "Tombstone" || o.String("formerType") != "Page" || o.String("id") != thread().URI || o.Has("name") || o.Has("content") {
		t.Errorf("tombstone is %s", o.Raw)
	}
}

func TestRow48_WhatIsPassedOnStaysByteForByte(t *testing.T) {
	for path, raw := range samples(t) {
		doc, err := writer.Announce(wardSafety(), onThread(models.VerbCreate), raw)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(doc), string(raw)) {
			t.Errorf("%s: bytes have changed", path)
		}
		if !json.Valid(doc) {
			t.Errorf("%s: not JSON around it", path)
		}
		o := parse(t, string(doc))
		if inner := o.Inline("object"); string(inner.Raw) != strings.TrimSpace(string(raw)) {
			t.Errorf("%s: read back as %s", path, inner.Raw)
		}
	}
}

func TestRow41_AnAcceptHoldsTheWholeFollow(t *testing.T) {
	for _, verb := range []models.Verb{models.VerbAccept, models.VerbReject} {
		doc, err := writer.Activity(answered(verb), Extra{})
		if err != nil || !strings.Contains(string(doc), `"object":`+receivedFollow) {
			t.Errorf("%s: %s, %v", verb, doc, err)
		}
		o := parse(t, string(doc))
		if o.String("actor") != wardSafety().URI || !slices.Equal(o.Strings("to"), []string{ben().URI}) {
			t.Errorf("%s by %q to %v", verb, o.String("actor"), o.Strings("to"))
		}
	}
	a := answered(models.VerbAccept)
	a.Answers.Raw = nil // when it was not kept, it is written anew
	f := written(t)(writer.Activity(a, Extra{})).Inline("object")
	if f.Type() != "Follow" || f.String("id") != a.Answers.URI || f.String("actor") != ben().URI || f.String("object") != wardSafety().URI {
		t.Errorf("follow written as %s", f.Raw)
	}
}

func TestRow60_OnlyAModeratorsDeleteHasASummary(t *testing.T) {
	own, err := ReadActivity(must(t)(writer.Activity(onThread(models.VerbDelete), Extra{})))
	if err != nil || own.HasSummary || own.Object.ID != thread().URI {
		t.Errorf("the author's reads as %+v, %v", own, err)
	}
	silent := onThread(models.VerbRemove)
	moderators, err := ReadActivity(must(t)(writer.Activity(silent, Extra{})))
	if err != nil || !moderators.HasSummary || moderators.Object.ID != thread().URI {
		t.Errorf("the moderator's reads as %+v, %v", moderators, err)
	}
}

func TestRow60_AShareIsTakenBackUnderTheIDThatItWasSharedWith(t *testing.T) {
	shared, err := ReadActivity(must(t)(writer.Share(wardSafety(), onThread(models.VerbCreate), thread().URI)))
	if err != nil {
		t.Fatal(err)
	}
	undo, err := ReadActivity(must(t)(unshared()))
	if err != nil || undo.Object.ID != shared.ID || undo.ID == shared.ID || undo.Actor != wardSafety().URI {
		t.Errorf("%+v takes back %+v, %v", undo, shared, err)
	}
}

func TestRow73_ModerationSaysWhatReadersLookFor(t *testing.T) {
	for name, want := range map[string]Activity{
		"lock":             {Type: "Lock", Object: Ref{ID: thread().URI}},
		"add-featured":     {Type: "Add", Object: Ref{ID: thread().URI}, Target: wardSafety().Featured},
		"remove-featured":  {Type: "Remove", Object: Ref{ID: thread().URI}, Target: wardSafety().Featured},
		"add-moderator":    {Type: "Add", Object: Ref{ID: ben().URI}, Target: wardSafety().Moderators},
		"remove-moderator": {Type: "Remove", Object: Ref{ID: ben().URI}, Target: wardSafety().Moderators},
		"block":            {Type: "Block", Object: Ref{ID: ben().URI}, Target: wardSafety().URI, EndTime: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)},
	} {
		a, err := ReadActivity(must(t)(sent[name].write()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a.Type != want.Type || a.Object.ID != want.Object.ID || a.Target != want.Target || !a.EndTime.Equal(want.EndTime) {
			t.Errorf("%s reads as %+v", name, a)
		}
		if !a.Public() || !slices.Equal(a.Audience, []string{wardSafety().URI}) || a.Actor != amina().URI {
			t.Errorf("%s is by %q for %v %v", name, a.Actor, a.To, a.Audience)
		}
	}
	for name, undone := range map[string]string{"undo-lock": "Lock", "undo-block": "Block", "undo-remove": "Delete", "undo-like": "Like", "undo-follow": "Follow", "undo-share": "Announce"} {
		a, err := ReadActivity(must(t)(sent[name].write()))
		if err != nil || a.Type != "Undo" || a.Object.Inline.Type() != undone || a.Object.ID == "" || a.Object.ID == a.ID {
			t.Errorf("%s reads as %+v, %v", name, a, err)
		}
	}
}

func TestRow81_AReplyMentionsTheAuthorOfItsParent(t *testing.T) {
	unmentioned := reply()
	unmentioned.Mentioned = nil
	o := written(t)(writer.Item(unmentioned))
	if !mentions(o, ben().URI) || !mentions(o, wardSafety().URI) || !slices.Contains(o.Strings("cc"), ben().URI) {
		t.Errorf("tag and cc of %s", o.Raw)
	}
	unmentioned.Parent.Author, unmentioned.Parent.AuthorID = amina(), amina().ID
	if o := written(t)(writer.Item(unmentioned)); mentions(o, amina().URI) {
		t.Errorf("mentions its own author: %s", o.Raw)
	}
}

func TestRow82_TheTitleHeadsTheContentButNotTheSource(t *testing.T) {
	o := written(t)(writer.Item(thread()))
	head := "<h2>Falls review: a checklist &amp; &lt;notes&gt;</h2>"
	if content := o.String("content"); !strings.HasPrefix(content, head) || content != o.Inline("contentMap").String("en") {
		t.Errorf("content %q", content)
	}
	if source := o.Inline("source").String("content"); source != thread().Source {
		t.Errorf("source %q", source)
	}
	it, err := ReadItem(o)
	if err != nil || it.HTML != thread().Content.String() || it.Title != thread().Title {
		t.Errorf("comes back as %q over %q, %v", it.Title, it.HTML, err)
	}
}
