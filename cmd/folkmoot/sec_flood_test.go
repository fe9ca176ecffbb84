package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// endless is a body without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for n := range p {
		p[n] = ' '
	}
	return len(p), nil
}

// mebibytes is how much memory do takes, in MiB, whether or not it gives it back.
func mebibytes(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) >> 20
}

func TestD01_WhatIsTooLargeIsNeitherTakenNorFetched(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		large := append(bytes.Repeat([]byte(" "), limits.InboxBytes+1-len(s.like())), s.like()...)
		if took := mebibytes(func() {
			s.refuses("D01: a byte too many", http.StatusRequestEntityTooLarge, s.hand().sign(s.letter(large)))
		}); took > 64 {
			t.Errorf("D01: it took %d MiB, with what the test looks at", took)
		}
		r := s.hand().sign(s.letter(s.like()))
		r.Body, r.ContentLength = io.NopCloser(endless{}), -1
		if took := mebibytes(func() { s.turnsAway("D01: a body without an end", http.StatusRequestEntityTooLarge, r) }); took > 16 {
			t.Errorf("D01: an endless body took %d MiB", took)
		}
		r = s.hand().sign(s.letter(s.like()))
		r.Body = io.NopCloser(io.LimitReader(endless{}, 100))
		s.refuses("D01: another length than it says", http.StatusUnauthorized, r)

		id := s.honest.URL("/users/large")
		person, err := json.Marshal(s.person(id, nil))
		mt.Must(t, err)
		for what, answer := range map[string]func(w http.ResponseWriter){
			"a byte too many": func(w http.ResponseWriter) {
				_, _ = w.Write(append(person, bytes.Repeat([]byte(" "), limits.FetchBytes)...))
			},
			"a bomb": func(w http.ResponseWriter) {
				w.Header().Set("Content-Encoding", "gzip")
				z := gzip.NewWriter(w)
				_, _ = z.Write(append(person, bytes.Repeat([]byte(" "), 64<<20)...))
				_ = z.Close()
			},
		} {
			s.honest.Serve("/users/large", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", federation.ActivityType)
				answer(w)
			})
			s.unchanged("D01: fetching "+what, []string{"honest.example"}, func() { s.fails("/users/large") })
		}
	})
}

func TestD02_HostileJSONIsTurnedAway(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		like := string(s.like())
		within := func(more string) string { return strings.TrimSuffix(like, "}") + "," + more + "}" }
		for what, body := range map[string]string{
			"10,000 deep":        within(`"x":` + strings.Repeat(`[`, 10_000) + strings.Repeat(`]`, 10_000)),
			"20,000 keys":        within(`"x":{` + strings.TrimSuffix(strings.Repeat(`"k":1,`, 20_000), ",") + `}`),
			"two actors":         within(`"actor":"` + s.vera + `"`),
			"two objects":        within(`"as:object":"` + s.hers.URI + `"`),
			"20,000 addressees":  strings.Replace(like, `"to":[`, `"to":[`+strings.Repeat(`"as:x",`, 20_000), 1),
			"a lone surrogate":   within(`"name":"\ud83d"`),
			"a number too large": within(`"x":1e400`),
			"not a number":       within(`"x":NaN`),
			"no JSON":            "hello",
			"nothing":            "",
			"two documents":      like + like,
			"an array":           "[" + like + "]",
		} {
			s.refuses("D02: "+what, http.StatusBadRequest, s.hand().sign(s.letter([]byte(body))))
		}
	})
}

// A collection may say what it likes of its length and go on for ever: some pages of it are read.
func TestD03_ACollectionWithoutAnEndIsReadABit(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		for what, next := range map[string]func(n int) int{"goes on": func(n int) int { return n + 1 }, "is its own next": func(n int) int { return n }, "goes round": func(n int) int { return (n + 1) % 2 }} {
			name := strings.ReplaceAll(what, " ", "")
			group := s.evil.Actor("Group", "/c/"+name, name, doc{
				"outbox": s.evil.URL("/list/" + name + "/0"), "featured": s.evil.URL("/list/" + name + "/0"), "attributedTo": s.evil.URL("/list/" + name + "/0"),
			})
			for n := range 20 {
				at := fmt.Sprint("/list/", name, "/", n)
				var items []any
				for k := range 100 {
					items = append(items, s.evil.URL(fmt.Sprint("/notes/", name, n, "-", k)))
				}
				s.evil.Object(at, doc{
					"@context": "https://www.w3.org/ns/activitystreams", "id": s.evil.URL(at), "type": "OrderedCollectionPage", "totalItems": 1_000_000_000,
					"orderedItems": items, "first": s.evil.URL(at), "next": s.evil.URL(fmt.Sprint("/list/", name, "/", next(n))),
				})
			}
			s.quiet()
			s.follows(s.evil, group)
			s.Settle()
			pages := 0
			for _, r := range s.Net.Requests("evil.example") {
				if strings.Contains(r.URL, "/list/") {
					pages++
				}
			}
			if all := len(s.Net.Requests("")); all > limits.JobFetches+10 || pages == 0 || pages > 3*(limits.CollectionPages+1) {
				t.Errorf("D03: one that %s: %d requests, %d of them for pages", what, all, pages)
			}
		}
	})
}

// However long a chain of replies is, and on however many hosts, one activity makes few requests.
func TestD04_AChainIsFollowedABit(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		link := func(n int) string { return fmt.Sprintf("https://evil.example/chain/%d", n) }
		for n := range 200 {
			s.evil.Object(fmt.Sprint("/chain/", n), with(s.note(s.evil, "chain", s.mallory, ""), doc{"id": link(n), "inReplyTo": link(n + 1)}))
		}
		s.bounded("a chain on one host", s.act(s.evil, "Create", s.mallory, with(s.note(s.evil, "end", s.mallory, ""), doc{"inReplyTo": link(0)})), limits.JobFetches)
		s.evil.Object("/chain/round", with(s.note(s.evil, "chain", s.mallory, ""), doc{"id": s.evil.URL("/chain/round"), "inReplyTo": s.evil.URL("/chain/round")}))
		s.bounded("a circle", s.act(s.evil, "Create", s.mallory, with(s.note(s.evil, "end2", s.mallory, ""), doc{"inReplyTo": s.evil.URL("/chain/round")})), limits.JobFetches)

		host := func(n int) string { return fmt.Sprintf("a%d.example", n) }
		for n := range 80 {
			p := s.Peer(host(n), "lemmy")
			who := p.Person("x")
			parent := "https://" + host(n+1) + "/notes/x"
			p.Object("/notes/x", with(s.note(p, "x", who, parent), doc{"tag": []any{doc{"type": "Mention", "href": "https://" + host(n+2) + "/users/x"}}}))
		}
		s.bounded("a chain over many hosts", s.act(s.evil, "Create", s.mallory, with(s.note(s.evil, "end3", s.mallory, ""), doc{"inReplyTo": "https://a0.example/notes/x"})), limits.HostFetches)
		if it, err := s.north.ItemByURI(t.Context(), s.evil.URL("/notes/end3")); models.CodeOf(err) != models.NotFound {
			t.Errorf("D04: what nobody could follow to its head is here: %+v, %v", it, err)
		}
	})
}

// bounded wants an activity taken for at most limits.JobFetches requests, and so many to any one host.
func (s *siege) bounded(what string, said doc, perHost int) {
	s.t.Helper()
	s.Net.Forget()
	s.evil.MustSend(s.north, s.mallory, said)
	hosts := map[string]int{}
	all := 0
	for _, r := range s.Net.Requests("") {
		if strings.HasSuffix(r.URL, "nodeinfo") || strings.Contains(r.URL, "/nodeinfo/") {
			continue // asked once of each host that is met, by a job of its own
		}
		all++
		hosts[strings.Split(r.URL, "/")[2]]++
	}
	if all < 3 || all > limits.JobFetches {
		s.t.Errorf("D04: %s made %d requests", what, all)
	}
	for host, n := range hosts {
		if n > perHost {
			s.t.Errorf("D04: %s asked %s %d times", what, host, n)
		}
	}
}

func TestD05_AServerThatSaysNothingDoesNotHoldAnInbox(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		silent := s.Peer("silent.example", "lemmy")
		who := silent.Person("who")
		body, _ := json.Marshal(s.act(silent, "Like", who, s.post.URI))
		s.Net.Break("silent.example", federationtest.Fault{Hang: 1})
		start := time.Now()
		got := s.north.Answer(silent.Posting(s.north, "/inbox", who, body))
		if took := time.Since(start); took > 2*limits.AnswerTime || got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
			t.Errorf("D05: answered %d after %v", got.Code, took)
		}
		s.wantLikes("D05", 0)
	})
}

func TestD06_WhatIsTooManyIsCutOrTurnedAway(t *testing.T) {
	besieged(t, func(t *testing.T, s *siege) {
		many := func(n int, one func(n int) any) (all []any) {
			for k := range n {
				all = append(all, one(k))
			}
			return all
		}
		var people []string
		for n := range limits.Mentions + 6 {
			people = append(people, mt.Remote(t, s.north.Site, models.Person, fmt.Sprint("p", n), "far.example").URI)
		}
		s.Net.Forget()
		note := with(s.note(s.evil, "many", s.mallory, s.post.URI), doc{
			"tag": append(many(len(people), func(n int) any { return doc{"type": "Mention", "href": people[n]} }),
				many(2*limits.Tags, func(n int) any { return doc{"type": "Hashtag", "name": fmt.Sprint("#tag", n)} })...),
			"attachment": many(300, func(n int) any {
				return doc{"type": "Image", "mediaType": "image/png", "url": s.evil.URL(fmt.Sprint("/p", n))}
			}),
			"name": strings.Repeat("n", 100_000), "content": strings.Repeat("<p>words</p>", 20_000),
		})
		s.evil.MustSend(s.north, s.mallory, s.act(s.evil, "Create", s.mallory, note))
		it := s.item(note["id"].(string))
		mt.Must(t, s.north.Complete(t.Context(), nil, it))
		pictures := 0
		for _, r := range s.Net.Requests("evil.example") {
			if strings.Contains(r.URL, "/p") {
				pictures++
			}
		}
		if len(it.Mentioned) > limits.Mentions || len(it.Tags) > limits.Tags || len(it.Attachments) == 0 || len(it.Attachments) > limits.Attachments || len(it.Title) > limits.TitleRunes || pictures > limits.Attachments {
			t.Errorf("D06: %d mentions, %d tags, %d pictures (%d asked for), a title of %d", len(it.Mentioned), len(it.Tags), len(it.Attachments), pictures, len(it.Title))
		}
		create := s.act(s.evil, "Create", s.mallory, with(note, doc{"attachment": nil, "name": nil, "content": "x", "tag": many(10_001, func(n int) any { return "x" })}))
		body, _ := json.Marshal(create)
		s.refuses("D06: 10,001 tags", http.StatusBadRequest, s.hand().sign(s.letter(body)))
		s.evil.Object("/users/long", s.person(s.evil.URL("/users/long"), doc{"preferredUsername": strings.Repeat("a", 10_000)}))
		if a, err := s.north.Fed.Actor(t.Context(), s.evil.URL("/users/long")); err == nil {
			t.Errorf("D06: a name of %d characters", len(a.Name))
		}
	})
}
