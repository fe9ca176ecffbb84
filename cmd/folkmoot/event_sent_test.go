package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/federation/federationtest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestEvent01_OneAddressIsAPageAndADocument(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		for accept, want := range map[string]string{federation.AcceptActivity: "application/activity+json", "text/html": "text/html"} {
			r := get(s.T, s.north, http.MethodGet, it.Path(), accept)
			if r.Code != http.StatusOK || !strings.HasPrefix(r.Header().Get("Content-Type"), want) || !strings.Contains(strings.Join(r.Header().Values("Vary"), ","), "Accept") {
				s.Errorf("%s: %d %v", accept, r.Code, r.Header())
			}
		}
		if o := s.object(it); o["type"] != "Event" || o["id"] != it.URI || o["attributedTo"] != s.group || o["actor"] != s.ana.URI {
			s.Errorf("it is %v", o)
		}
	})
}

// lists are the parts of an event that other software reads as lists alone.
var lists = []string{"to", "cc", "tag", "attachment"}

func TestEvent02_ListsAreListsHoweverShort(t *testing.T) {
	inHall(t, func(s *hall) {
		for n, words := range []string{"No tags.", "One #tag.", "Two #tags and #more."} {
			it, err := s.north.Publish(s.Context(), models.Draft{
				Kind: models.EventKind, By: s.ana, In: s.ward, Title: "Winter webinar", Source: words,
				Detail: &models.Event{Begins: "2037-01-15T12:00", Zone: "Europe/London"},
			})
			s.settled(err)
			o := s.object(it)
			for _, name := range lists {
				if _, ok := o[name].([]any); !ok {
					s.Errorf("%s of %q is %v", name, words, o[name])
				}
			}
			if got := len(o["tag"].([]any)); got != n {
				s.Errorf("%q has %d tags", words, got)
			}
			list := jsonOf(s.T, get(s.T, s.north, http.MethodGet, s.ward.Path()+"/upcoming", federation.AcceptActivity).Body.Bytes()).(doc)
			if items, ok := list["orderedItems"].([]any); !ok || len(items) != n+1 {
				s.Errorf("upcoming are %v", list["orderedItems"])
			}
		}
	})
}

func TestEvent03_EveryTermIsDeclared(t *testing.T) {
	inHall(t, func(s *hall) {
		o := s.object(s.event(func(e *models.Event) { e.Capacity, e.Category = 20, "LEARNING" }))
		declared := map[string]bool{}
		for _, part := range o["@context"].([]any) {
			switch part := part.(type) {
			case string:
				if part != "https://www.w3.org/ns/activitystreams" && part != "https://w3id.org/security/v1" {
					s.Errorf("%s must be fetched in order to be read", part)
				}
			case doc:
				for name := range part {
					declared[name] = true
				}
			}
		}
		known := strings.Fields("@context id type name summary content contentMap mediaType source url attributedTo actor audience to cc published updated context startTime endTime tag replies attachment location image")
		for name := range o {
			prefix, _, _ := strings.Cut(name, ":")
			if !declared[prefix] && !slices.Contains(known, name) {
				s.Errorf("%s is declared nowhere", name)
			}
		}
	})
}

func TestEvent04_Event40_NameAndSummarySayAllThatAMicroblogShows(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		o := s.object(it)
		if want := "Thu 15 Jan 2037, 12:00–13:00 GMT (Europe/London) · Tarnside Library, 1 High Street"; o["name"] != "Winter webinar" || o["summary"] != want {
			s.Errorf("it is %q: %q, want %q", o["name"], o["summary"], want)
		}
		if _, ok := o["content"].(string); !ok {
			s.Errorf("its content is %v", o["content"])
		}
		first := o["attachment"].([]any)[0].(doc)
		card := get(s.T, s.north, http.MethodGet, strings.TrimPrefix(first["url"].(string), s.north.Base()), "image/*")
		if first["mediaType"] != "image/png" || card.Code != http.StatusOK || card.Header().Get("Content-Type") != "image/png" {
			s.Errorf("its first attachment is %v, which answers %d %s", first, card.Code, card.Header().Get("Content-Type"))
		}
	})
}

func TestEvent05_TimesAreInstantsWithTheirZoneAndPlacesChangeTheirIDs(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		o := s.object(it)
		if o["startTime"] != "2037-01-15T12:00:00Z" || o["endTime"] != "2037-01-15T13:00:00Z" || o["timezone"] != "Europe/London" {
			s.Errorf("it is from %v to %v in %v", o["startTime"], o["endTime"], o["timezone"])
		}
		place := o["location"].(doc)
		if _, ok := place["address"].(string); !ok || place["type"] != "Place" || place["name"] != "Tarnside Library" {
			s.Errorf("it is at %v", place)
		}
		s.revise(it, func(e *models.Event) { e.Place = "Town Hall" })
		if other := s.object(it)["location"].(doc); other["id"] == place["id"] {
			s.Errorf("another place has the id of the first: %v", other)
		}
		s.revise(it, func(e *models.Event) { e.Place = "" })
		online := s.object(it)["location"].(doc)
		if online["type"] != "VirtualLocation" || online["name"] == "Online" || online["id"] == nil {
			s.Errorf("online it is at %v", online)
		}
	})
}

func TestEvent06_TheGroupSignsWhatIsSentAndEachServerGetsItOnce(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		s.revise(it, func(e *models.Event) { e.Place = "Town Hall" })
		s.settled(s.north.Delete(s.Context(), s.ana, it, nil))
		for _, p := range []*moottest.Peer{s.masto.Peer, s.gancio.Peer, s.mobi.Peer} {
			for _, kind := range []string{"Create", "Update", "Delete"} {
				if got := only(s.T, p, kind); got["actor"] != s.group {
					s.Errorf("%s got a %s by %v", p.Host, kind, got["actor"])
				}
			}
		}
		for _, sent := range s.Net.Requests("gancio.example") {
			if key := sent.Header.Get("Signature"); sent.Method == http.MethodPost && !strings.Contains(key, s.group) {
				s.Errorf("what was sent to it is signed %s", key)
			}
		}
	})
}

func TestEvent07_AnUpdateIsNewerAndTheSameEditSendsNone(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		first := s.object(it)
		s.Clock.Add(90_000_000_000)
		s.forget()
		for range 2 {
			s.revise(it, func(e *models.Event) { e.Place = "Town Hall" })
		}
		got := only(s.T, s.gancio.Peer, "Update")["object"].(doc)
		if fmt.Sprint(got["updated"]) <= fmt.Sprint(first["published"]) {
			s.Errorf("it is updated %v, and was published %v", got["updated"], first["published"])
		}
	})
}

func TestEvent08_ACancelledEventSaysSoEverywhereAndStays(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		s.forget()
		s.revise(it, func(e *models.Event) { e.Status = models.Cancelled })
		o := only(s.T, s.gancio.Peer, "Update")["object"].(doc)
		if o["status"] != "CANCELLED" || o["eventStatus"] != "EventCancelled" || o["name"] != "Cancelled: Winter webinar" || !strings.HasPrefix(o["summary"].(string), "Cancelled") {
			s.Errorf("it is %v %v: %v, %v", o["status"], o["eventStatus"], o["name"], o["summary"])
		}
		s.object(it)
	})
}

func TestEvent09_ADeletedEventLeavesATombstone(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		s.forget()
		s.settled(s.north.Delete(s.Context(), s.ana, it, nil))
		grave, ok := only(s.T, s.gancio.Peer, "Delete")["object"].(doc)
		if !ok || grave["type"] != "Tombstone" || grave["formerType"] != "Event" {
			s.Errorf("the Delete holds %v", grave)
		}
		if r := get(s.T, s.north, http.MethodGet, it.Path(), federation.AcceptActivity); r.Code != http.StatusGone {
			s.Errorf("it answers %d", r.Code)
		}
	})
}

func TestEvent09_OneThatAModeratorTakesAwayIsDeletedElsewhereAndComesBack(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		s.forget()
		s.settled(s.north.Remove(s.Context(), s.ana, it, true, "Booked twice", nil))
		gone := only(s.T, s.gancio.Peer, "Delete")
		if grave, ok := gone["object"].(doc); !ok || gone["actor"] != s.group || grave["formerType"] != "Event" || gone["summary"] != nil {
			s.Errorf("the Delete is %v", gone)
		}
		s.settled(s.north.Remove(s.Context(), s.ana, it, false, "", nil))
		if back := only(s.T, s.gancio.Peer, "Create"); back["actor"] != s.group || back["object"].(doc)["id"] != it.URI {
			s.Errorf("the Create is %v", back)
		}
	})
}

func TestEvent10_AMovedEventSaysWhenItWasToBegin(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		s.revise(it, func(e *models.Event) { e.Begins, e.Ends = "2037-01-22T12:00", "2037-01-22T13:00" })
		if o := s.object(it); o["previousStartTime"] != "2037-01-15T12:00:00Z" || o["startTime"] != "2037-01-22T12:00:00Z" {
			s.Errorf("it moved from %v to %v", o["previousStartTime"], o["startTime"])
		}
	})
}

func TestEvent33_AGancioReadsTheOutboxAndIsTold(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		create := only(s.T, s.gancio.Peer, "Create")
		if create["actor"] != s.group || create["object"].(doc)["location"].(doc)["name"] != "Tarnside Library" {
			s.Errorf("it was sent %v", create)
		}
		outbox := jsonOf(s.T, s.gancio.Get(s.north, s.ward.Path()+"/outbox", s.gancio.Relay).Body.Bytes()).(doc)
		if !strings.Contains(fmt.Sprint(outbox["orderedItems"]), it.URI) {
			s.Errorf("the outbox is %v", outbox)
		}
		s.revise(it, func(e *models.Event) { e.Status = models.Cancelled })
		if o := only(s.T, s.gancio.Peer, "Update")["object"].(doc); len(o["attachment"].([]any)) == 0 || o["location"] == nil || o["content"] == nil {
			s.Errorf("a Gancio cannot apply %v", o)
		}
	})
}

func TestEvent36_OthersHearOfAnOccurrenceFourWeeksAhead(t *testing.T) {
	inHall(t, func(s *hall) {
		start := s.Clock.Now().AddDate(0, 0, 3)
		first, err := s.north.PublishSeries(s.Context(), models.Draft{
			Kind: models.EventKind, By: s.ana, In: s.ward, Title: "Case clinic",
			Detail: &models.Event{Begins: start.Format("2006-01-02T15:04"), Zone: "UTC"},
		}, "FREQ=WEEKLY;COUNT=12")
		s.settled(err)
		known := func() int { return len(s.gancio.Received("Create")) }
		if known() != 4 {
			s.Fatalf("%d of twelve were sent at once", known())
		}
		o := s.object(first)
		list := jsonOf(s.T, get(s.T, s.north, http.MethodGet, strings.TrimPrefix(o["folkmoot:series"].(string), s.north.Base()), federation.AcceptActivity).Body.Bytes()).(doc)
		if list["totalItems"] != 4.0 || list["folkmoot:rrule"] != "FREQ=WEEKLY;COUNT=12" || list["attributedTo"] != s.group {
			s.Errorf("the series is %v", list)
		}
		s.Clock.Add(7 * 24 * 3600 * 1_000_000_000)
		mt.Must(s.T, s.north.DoDue(s.Context()))
		s.Settle()
		if known() != 5 {
			s.Errorf("a week later %d were sent", known())
		}
	})
}

// That a silent server is given up after ten seconds is shown where the gate is: TestD05_Event31_ in federation.
func TestEvent31_AServerThatNeverAnswersDelaysNobodyElse(t *testing.T) {
	inHall(t, func(s *hall) {
		s.Net.Break("gancio.example", federationtest.Fault{Hang: 1, Times: 1})
		start := time.Now()
		s.event(nil)
		if n := len(s.mobi.Received("")); n == 0 {
			s.Error("the others were told of nothing")
		}
		if took := time.Since(start); took > 2*limits.RequestTime {
			s.Errorf("it was waited for %v", took)
		}
	})
}

func TestEvent32_OddSignaturesAreTakenOrRefusedAndBreakNothing(t *testing.T) {
	inHall(t, func(s *hall) {
		it := s.event(nil)
		for host, want := range map[string]string{"north.example:443": "a host with its port", "north.example": "a host without"} {
			body := mustJSON(s.T, s.mobi.Join(s.ruth, it.URI))
			r := s.mobi.Posting(s.north, "/inbox", s.ruth, body)
			r.Host = host
			if status := s.north.Answer(r).Code; status != http.StatusAccepted && status != http.StatusUnauthorized && status != http.StatusMisdirectedRequest {
				s.Errorf("%s is answered %d", want, status)
			}
		}
		s.Settle()
		s.says(it, s.ruth, "yes coming")
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Mode: models.ModeAllowlist}))
		mt.Must(s.T, s.north.SetPolicy(s.Context(), nil, models.PolicyChange{Host: "mobi.example", Allow: true}))
		for query, signed := range map[string]bool{"": true, "page=true": true, "page=1": false} {
			path := s.ward.Path() + "/outbox"
			at := path
			if signed && query != "" {
				at += "?" + query
			}
			w := s.mobi.Asked(s.north, http.MethodGet, at, s.ruth, func(r *http.Request) {
				if !signed {
					r.URL.RawQuery, r.RequestURI = query, path+"?"+query
				}
			})
			if w.Code != http.StatusOK {
				s.Errorf("%q, signed %t, is answered %d", query, signed, w.Code)
			}
		}
	})
}
