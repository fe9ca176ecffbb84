package wire

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
)

// golden reads what a golden file shows another server to send.
func golden(t testing.TB, path string) *Object {
	t.Helper()
	return parse(t, readArchive(t, "testdata/"+path+".txtar").parts["received.json"])
}

func TestRow46_AFollowIsReadInEverySpelling(t *testing.T) {
	for _, rest := range []string{
		`"object":"https://north.example/c/ward-safety","to":null`,
		`"object":{"id":"https://north.example/c/ward-safety","type":"Group"}`,
		`"object":["https://north.example/c/ward-safety"],"to":[]`,
		`"object":{"id":"https://north.example/c/ward-safety"},"to":"https://north.example/c/ward-safety"`,
	} {
		a, err := ReadActivity([]byte(`{"id":"https://south.example/act/7","type":"Follow","actor":"https://south.example/users/ben",` + rest + `}`))
		if err != nil || a.Object.ID != wardSafety().URI || a.Public() {
			t.Errorf("%s reads as %+v, %v", rest, a, err)
		}
	}
}

func TestRow49_APostFromMastodonGetsATitle(t *testing.T) {
	a, err := golden(t, "mastodon/create-note").Activity()
	if err != nil {
		t.Fatal(err)
	}
	it, err := ReadItem(a.Object.Inline)
	if err != nil || it.Kind != models.Post || it.TitleFor("ward-safety@north.example") != "How do you brief bank staff on falls?" || len(it.Audience) != 0 {
		t.Errorf("read %+v, %v", it, err)
	}
	if !slices.Contains(it.CC, wardSafety().URI) || it.Mentions[0].Href != wardSafety().URI || !it.Public {
		t.Errorf("for %v, %v", it.CC, it.Mentions)
	}
}

func TestRow50_AReplyWithoutMentionOfTheGroupIsAReply(t *testing.T) {
	a, err := golden(t, "mastodon/create-reply").Activity()
	if err != nil {
		t.Fatal(err)
	}
	it, err := ReadItem(a.Object.Inline)
	if err != nil || it.Kind != models.Reply || it.InReplyTo != thread().URI || it.Title != "" {
		t.Errorf("read %+v, %v", it, err)
	}
}

func TestRow51_WhatIsNotForThePublicIsKnownAsSuch(t *testing.T) {
	a, err := golden(t, "mastodon/create-followers-only").Activity()
	if err != nil || a.Public() {
		t.Fatalf("read %+v, %v", a, err)
	}
	if it, err := ReadItem(a.Object.Inline); err != nil || it.Public {
		t.Errorf("read %+v, %v", it, err)
	}
}

func TestRow54_TwoAuthorsAreNone(t *testing.T) {
	for _, authors := range []string{
		`["https://south.example/u/ben","https://victim.example/u/eva"]`,
		`[{"type":"Person","id":"https://south.example/u/ben"},{"type":"Person","id":"https://victim.example/u/eva"}]`,
	} {
		o := parse(t, `{"id":"https://south.example/p/1","type":"Note","attributedTo":`+authors+`}`)
		if it, err := ReadItem(o); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s reads as %+v, %v", authors, it, err)
		}
	}
	o := parse(t, `{"id":"https://evil.example/p/1","type":"Note","attributedTo":"https://victim.example/u/eva","actor":"https://evil.example/u/x"}`)
	if it, err := ReadItem(o); err != nil || it.AttributedTo != "https://victim.example/u/eva" {
		t.Errorf("an actor of another server became the author: %+v, %v", it, err)
	}
}

func TestRow62_AFlagFromAServerNamesAPersonAndPosts(t *testing.T) {
	a, err := golden(t, "mastodon/flag").Activity()
	if err != nil || len(a.Objects) != 2 || a.Objects[0].ID != amina().URI || a.Objects[1].ID != thread().URI || a.Content == "" {
		t.Errorf("read %+v, %v", a, err)
	}
	if a, err = golden(t, "lemmy/report").Activity(); err != nil || a.Object.ID != thread().URI || a.Summary == "" {
		t.Errorf("read %+v, %v", a, err)
	}
}

func TestRow63_UnknownVerbsAreReadAndUnknownThingsRefusedCleanly(t *testing.T) {
	for _, path := range []string{"pleroma/emoji-react", "mastodon/quote-request", "mobilizon/join", "lemmy/lock"} {
		if a, err := golden(t, path).Activity(); err != nil || a.Type == "" || a.Object.ID != "https://north.example/post/301" && path != "lemmy/lock" {
			t.Errorf("%s reads as %+v, %v", path, a, err)
		}
	}
	if r, err := ReadActor(golden(t, "lemmy/feed")); !errors.Is(err, ErrUnsupported) {
		t.Errorf("a feed reads as %+v, %v", r, err)
	}
	for _, kind := range []string{"ChatMessage", "Person", "Create", "Collection", "Tombstones", "Place", "Mention", ""} {
		o := parse(t, `{"id":"https://south.example/x","type":"`+kind+`","attributedTo":"https://south.example/u/ben"}`)
		if it, err := ReadItem(o); !errors.Is(err, ErrUnsupported) {
			t.Errorf("a %s reads as %+v, %v", kind, it, err)
		}
	}
}

func TestRow64_ArraysBareValuesAndNullsAreAllRead(t *testing.T) {
	a, err := golden(t, "odd/spellings").Activity()
	if err != nil || a.Type != "Create" || a.Actor != "https://odd.example/u/kit" || !a.Public() {
		t.Fatalf("read %+v, %v", a, err)
	}
	it, err := ReadItem(a.Object.Inline)
	if err != nil || it.Kind != models.Post || it.AttributedTo != a.Actor || it.HTML != "<p>Hello</p>" || len(it.Pictures) != 1 || it.InReplyTo != "" {
		t.Errorf("read %+v, %v", it, err)
	}
}

func TestRow79_AnAnnouncedAddressIsKept(t *testing.T) {
	a, err := golden(t, "mbin/announce-activity-url").Activity()
	if err != nil || len(a.Inner) != 1 || a.Inner[0].ID != "https://south.example/users/ben#likes/3" || a.Inner[0].Inline != nil {
		t.Errorf("read %+v, %v", a, err)
	}
	for _, path := range []string{"piefed/announce-batch", "piefed/announce-collection", "piefed/announce-ids"} {
		if a, err := golden(t, path).Activity(); err != nil || len(a.Inner) != 2 {
			t.Errorf("%s reads as %+v, %v", path, a, err)
		}
	}
}

func TestRow87_ATitleFromTheTextHasNoHandleOfTheGroup(t *testing.T) {
	for content, want := range map[string]string{
		`<p>@ward-safety@north.example Who has a quiet hour?</p><p>More</p>`:                                             "Who has a quiet hour?",
		`<p><a href="https://north.example/c/ward-safety">@<span>ward-safety</span></a></p><p>Who has a quiet hour?</p>`: "Who has a quiet hour?",
		`<p>Who has a quiet hour? !ward-safety@north.example</p>`:                                                        "Who has a quiet hour?",
		`<p>@ben@south.example asks</p>`:                                                                                 "@ben@south.example asks",
	} {
		o := parse(t, fmt.Sprintf(`{"id":"https://south.example/p/1","type":"Note","attributedTo":"https://south.example/u/ben","content":%q}`, content))
		it, err := ReadItem(o)
		if err != nil {
			t.Fatal(err)
		}
		if title := it.TitleFor("ward-safety@north.example"); title != want {
			t.Errorf("%s has the title %q", content, title)
		}
	}
	a, err := golden(t, "mastodon/create-picture").Activity()
	if err != nil {
		t.Fatal(err)
	}
	if it, err := ReadItem(a.Object.Inline); err != nil || it.TitleFor("ward-safety@north.example") != "Hospital pictures" {
		t.Errorf("the title gives away what there is a warning of: %+v, %v", it, err)
	}
}

func TestI04_AnActorSpeaksForItsOwnHostOnly(t *testing.T) {
	const person = `{"id":"https://south.example/u/ben","type":"Person","preferredUsername":"ben","inbox":"https://south.example/u/ben/inbox"%s}`
	key := func(id, owner string) string {
		return fmt.Sprintf(`,"publicKey":{"id":%q,"owner":%q,"publicKeyPem":%q}`, id, owner, keyPEM)
	}
	for name, rest := range map[string]string{
		"shared inbox elsewhere": `,"endpoints":{"sharedInbox":"https://evil.example/inbox"}`,
		"shared inbox by port":   `,"endpoints":{"sharedInbox":"https://south.example:8443/inbox"}`,
		"key elsewhere":          key("https://evil.example/u/ben#main-key", "https://south.example/u/ben"),
	} {
		if r, err := ReadActor(parse(t, fmt.Sprintf(person, rest))); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: read %+v, %v", name, r, err)
		}
	}
	if r, err := ReadActor(parse(t, strings.Replace(fmt.Sprintf(person, ""), "south.example/u/ben/inbox", "evil.example/inbox", 1))); !errors.Is(err, ErrForeign) {
		t.Errorf("inbox elsewhere: read %+v, %v", r, err)
	}
	rest := `,"url":"https://evil.example/","outbox":"https://evil.example/o","followers":"https://evil.example/f","featured":"https://evil.example/p","endpoints":{"sharedInbox":"https://SOUTH.example:443/inbox"}`
	r, err := ReadActor(parse(t, fmt.Sprintf(person, rest)))
	if err != nil || r.Actor.URL != r.Actor.URI || r.Actor.Outbox+r.Actor.Followers+r.Actor.Featured != "" || r.Actor.SharedInbox == "" {
		t.Errorf("places elsewhere: read %+v, %v", r, err)
	}
}

func TestI05_AKeyIsTakenFromItsOwnerOnly(t *testing.T) {
	const ben, eva = "https://south.example/u/ben", "https://south.example/u/eva"
	doc := func(id, keyID, owner string) *Object {
		return parse(t, fmt.Sprintf(`{"id":%q,"type":"Person","preferredUsername":"ben","inbox":"https://south.example/i","publicKey":[{"id":%q,"owner":%q,"publicKeyPem":%q}]}`, id, keyID, owner, keyPEM))
	}
	if k, err := ReadKey(doc(ben, ben+"#main-key", ben), ben+"#main-key"); err != nil || k.Owner != ben {
		t.Errorf("read %+v, %v", k, err)
	}
	for name, c := range map[string]struct {
		o     *Object
		keyID string
	}{
		"another's key":      {doc(ben, eva+"#main-key", eva), eva + "#main-key"},
		"another owner":      {doc(ben, ben+"#main-key", eva), ben + "#main-key"},
		"another host":       {doc(ben, ben+"#main-key", "https://evil.example/u/x"), ben + "#main-key"},
		"another fragment":   {doc(ben, ben+"#main-key", ben), ben + "#other"},
		"a key of its own":   {parse(t, fmt.Sprintf(`{"id":"https://evil.example/k","type":"Key","owner":%q,"publicKeyPem":%q}`, ben, keyPEM)), "https://evil.example/k"},
		"no PEM":             {parse(t, fmt.Sprintf(`{"id":%q,"publicKeyPem":"secret","owner":%q}`, ben+"/key", ben)), ben + "/key"},
		"acct for an owner":  {parse(t, fmt.Sprintf(`{"id":%q,"publicKeyPem":%q,"owner":"acct:ben@south.example"}`, ben+"/key", keyPEM)), ben + "/key"},
		"a PEM beyond limit": {parse(t, fmt.Sprintf(`{"id":%q,"publicKeyPem":%q,"owner":%q}`, ben+"/key", keyPEM+strings.Repeat("A", limits.KeyPEMBytes), ben)), ben + "/key"},
	} {
		if k, err := ReadKey(c.o, c.keyID); err == nil {
			t.Errorf("%s: read %+v", name, k)
		}
	}
	if r, err := ReadActor(doc(ben, eva+"#main-key", eva)); err != nil || r.KeyID != "" || r.PublicPEM != "" {
		t.Errorf("an actor with another's key: %+v, %v", r, err)
	}
	if k, err := ReadKey(parse(t, fmt.Sprintf(`{"id":%q,"type":"Key","controller":%q,"publicKeyPem":%q}`, ben+"/key", ben, keyPEM)), ben+"/key"); err != nil || k.Owner != ben {
		t.Errorf("a key alone: %+v, %v", k, err)
	}
	if k, err := ReadKey(golden(t, "gotosocial/key-stub"), "https://gts.example/users/kwame/main-key"); err != nil || k.Owner != "https://gts.example/users/kwame" {
		t.Errorf("a stub: %+v, %v", k, err)
	}
}

func TestD06_MoreThanTheLimitsIsCutOrRefused(t *testing.T) {
	const head = `{"id":"https://south.example/p/1","type":"Page","attributedTo":"https://south.example/u/ben",`
	start := time.Now()
	it, err := ReadItem(parse(t, head+`"tag":[`+numbered(3_000, `{"type":"Mention","href":"https://south.example/u/%d"}`)+`]}`))
	if err != nil || len(it.Mentions) != limits.Mentions {
		t.Errorf("%d mentions, %v", len(it.Mentions), err)
	}
	it, err = ReadItem(parse(t, head+`"tag":[`+numbered(4_000, `{"type":"Hashtag","name":"#t%d"}`)+`]}`))
	if err != nil || len(it.Tags) != limits.Tags {
		t.Errorf("%d hashtags, %v", len(it.Tags), err)
	}
	it, err = ReadItem(parse(t, head+`"attachment":[`+numbered(3_000, `{"type":"Image","url":"https://south.example/p%d"}`)+`]}`))
	if err != nil || len(it.Pictures) != limits.Attachments {
		t.Errorf("%d pictures, %v", len(it.Pictures), err)
	}
	it, err = ReadItem(parse(t, head+`"name":"`+strings.Repeat("a", 1_000_000)+`"}`))
	if err != nil || len(it.Title) != limits.TitleRunes {
		t.Errorf("a title of %d, %v", len(it.Title), err)
	}
	const actor = `{"id":"https://south.example/u/ben","type":"Person","inbox":"https://south.example/i","preferredUsername":`
	r, err := ReadActor(parse(t, actor+`"ben","name":"`+strings.Repeat("a", 1_000_000)+`"}`))
	if err != nil || len(r.Actor.Title) != limits.NameRunes {
		t.Errorf("a name of %d, %v", len(r.Actor.Title), err)
	}
	if r, err := ReadActor(parse(t, actor+`"`+strings.Repeat("a", 10_000)+`"}`)); !errors.Is(err, ErrMalformed) {
		t.Errorf("a handle of 10,000: %+v, %v", r, err)
	}
	if _, err := Parse([]byte(head + `"tag":[` + numbered(10_001, `%d`) + `]}`)); !errors.Is(err, ErrMalformed) {
		t.Errorf("10,001 tags: %v", err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestX06_HostileWordsAreKeptAsWords(t *testing.T) {
	for _, words := range []string{`'; DROP TABLE items; --`, `*)(uid=*))(|(uid=*`, `=cmd|' /C calc'!A0`, `%0d%0aSet-Cookie: a=b`, `{{7*7}}${7*7}<%= 7 %>`, `<script>alert(1)</script>`} {
		o := parse(t, fmt.Sprintf(`{"id":"https://south.example/p/1","type":"Page","attributedTo":"https://south.example/u/ben","name":%q}`, words))
		if it, err := ReadItem(o); err != nil || it.Title != words {
			t.Errorf("title %q became %q, %v", words, it.Title, err)
		}
		o = parse(t, fmt.Sprintf(`{"id":"https://south.example/u/ben","type":"Person","inbox":"https://south.example/i","preferredUsername":"ben","name":%q,"attachment":{"type":"PropertyValue","name":"Role","value":%q}}`, words, strings.ReplaceAll(words, "<", "&lt;")))
		if r, err := ReadActor(o); err != nil || r.Actor.Title != words || r.Profile.Role != words {
			t.Errorf("name %q became %q, role %q, %v", words, r.Actor.Title, r.Profile.Role, err)
		}
		o = parse(t, fmt.Sprintf(`{"id":"https://south.example/u/ben","type":"Person","inbox":"https://south.example/i","preferredUsername":%q}`, words))
		if r, err := ReadActor(o); !errors.Is(err, ErrMalformed) {
			t.Errorf("handle %q was taken: %+v, %v", words, r, err)
		}
	}
	o := parse(t, `{"id":"https://south.example/p/1","type":"Page","attributedTo":"https://south.example/u/ben","name":"a\r\nBcc: x@y"}`)
	if it, err := ReadItem(o); err != nil || it.Title != "a Bcc: x@y" {
		t.Errorf("title of two lines became %q, %v", it.Title, err)
	}
}

func TestReadItem_TheKindIsWhatOurOwnSoftwareSaysUnlessItCannotBe(t *testing.T) {
	for rest, want := range map[string]*models.Kind{
		`"type":"Note","folkmoot:kind":"post"`:                                                    models.Post,
		`"type":"Note","https://folkmoot.org/ns#kind":"post"`:                                     models.Post,
		`"type":"Note","folkmoot:kind":"reply"`:                                                   models.Post,
		`"type":"Note","folkmoot:kind":"post","inReplyTo":"https://north.example/post/1"`:         models.Reply,
		`"type":"Page","inReplyTo":"https://north.example/post/1"`:                                models.Reply,
		`"type":"Event","folkmoot:kind":"session","startTime":"2027-01-15T12:00:00Z"`:             models.EventKind,
		`"type":"Question","inReplyTo":"https://north.example/post/1","name":"How often?"`:        models.Reply,
		`"type":"https://www.w3.org/ns/activitystreams#Article","folkmoot:kind":["post","reply"]`: models.Post,
	} {
		o := parse(t, `{"id":"https://south.example/p/1","attributedTo":"https://south.example/u/ben",`+rest+`}`)
		if it, err := ReadItem(o); err != nil || it.Kind != want {
			t.Errorf("%s reads as %+v, %v", rest, it, err)
		}
	}
}

func TestReadWebFinger_FindsTheActorAmongTheLinks(t *testing.T) {
	raw := must(t)(writer.WebFinger(wardSafety()))
	if w, err := ReadWebFinger(raw); err != nil || w.Self != wardSafety().URI || w.Subject != "acct:ward-safety@north.example" {
		t.Errorf("read %+v, %v", w, err)
	}
	for link, ok := range map[string]bool{
		`{"rel":"self","type":"application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"","href":"https://south.example/u/ben"}`: true,
		`{"rel":"self","type":"text/html","href":"https://south.example/u/ben"}`:                                                              false,
		`{"rel":"self","type":"application/activity+json","href":"/u/ben"}`:                                                                   false,
		`{"rel":"http://webfinger.net/rel/profile-page","type":"application/activity+json","href":"https://south.example/u/ben"}`:             false,
	} {
		if w, err := ReadWebFinger([]byte(`{"subject":"acct:ben@south.example","links":[` + link + `]}`)); (err == nil) != ok {
			t.Errorf("%s: read %+v, %v", link, w, err)
		}
	}
}

func TestReadNodeInfo_SaysWhatSoftwareItIs(t *testing.T) {
	links := must(t)(writer.NodeInfoLinks("/nodeinfo/2.1"))
	if at, err := ReadNodeInfoLinks(links); err != nil || at != "https://north.example/nodeinfo/2.1" {
		t.Errorf("read %q, %v", at, err)
	}
	if !strings.Contains(string(links), `{"rel":"https://www.w3.org/ns/activitystreams#Application","href":"https://north.example/"}`) {
		t.Errorf("the site's own actor is not among %s", links)
	}
	if s, err := ReadNodeInfo(must(t)(writer.NodeInfo("1.2.3", site, Usage{}))); err != nil || s.Name != "folkmoot" || s.Version != "1.2.3" {
		t.Errorf("read %+v, %v", s, err)
	}
	for _, raw := range []string{`{}`, `{"software":"mastodon"}`, `[]`, `{"software":{"name":7}}`} {
		if s, err := ReadNodeInfo([]byte(raw)); err == nil {
			t.Errorf("%s reads as %+v", raw, s)
		}
	}
}

func TestHostMeta_SaysWhereWebFingerIs(t *testing.T) {
	want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">` +
		`<Link rel="lrdd" type="application/jrd+json" template="https://north.example/.well-known/webfinger?resource={uri}"></Link></XRD>`
	if got := must(t)(writer.HostMeta()); string(got) != want {
		t.Errorf("got %s", got)
	}
}

func TestReadCollection_GoesOnToItsNextPage(t *testing.T) {
	for raw, want := range map[string]struct {
		items int
		next  string
	}{
		`{"type":"OrderedCollection","first":"https://south.example/o?page=1","totalItems":1e9}`:                                       {0, "https://south.example/o?page=1"},
		`{"type":"Collection","first":{"type":"CollectionPage","items":["https://south.example/1"],"next":"https://south.example/2"}}`: {1, "https://south.example/2"},
		`{"type":"OrderedCollectionPage","orderedItems":["https://south.example/1",7,"x",{"id":"https://south.example/2"}],"next":3}`:  {2, ""},
		`{"type":"Collection","items":"https://south.example/1"}`:                                                                      {1, ""},
	} {
		c, err := ReadCollection(parse(t, raw))
		if err != nil || len(c.Items) != want.items || c.Next != want.next {
			t.Errorf("%s reads as %+v, %v", raw, c, err)
		}
	}
}
