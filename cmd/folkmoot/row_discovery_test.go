package main

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// finger asks north for a resource, and returns the subject and the address of the actor.
func finger(s *scene, resource string) (subject, self string) {
	s.Helper()
	w := get(s.T, s.north, http.MethodGet, "/.well-known/webfinger?resource="+resource, "")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/jrd+json" {
		s.Fatalf("%s: %d %q", resource, w.Code, w.Header().Get("Content-Type"))
	}
	found := parsed(s.T, w)
	for _, link := range found["links"].([]any) {
		if link := link.(doc); link["rel"] == "self" && link["type"] == "application/activity+json" {
			self = link["href"].(string)
		}
	}
	return found["subject"].(string), self
}

func TestRow01_ACommunityIsFoundByItsHandle(t *testing.T) {
	onStage(t, func(s *scene) {
		subject, self := finger(s, "acct:ward-safety@north.example")
		if subject != "acct:ward-safety@north.example" || self != idOf(document(s.T, s.north, s.group)) {
			s.Errorf("subject %q, self %q", subject, self)
		}
	})
}

func TestRow02_PeopleAndTheSiteItselfAreFoundByTheirHandles(t *testing.T) {
	onStage(t, func(s *scene) {
		if _, self := finger(s, "acct:ana@north.example"); self != s.ana.URI {
			s.Errorf("ana is %q", self)
		}
		subject, self := finger(s, "acct:north.example@north.example")
		if subject != "acct:north.example@north.example" || self != "https://north.example/" {
			s.Errorf("the site is %q at %q", subject, self)
		}
	})
}

func TestRow03_WhatIsNotHereIsNotFound(t *testing.T) {
	onStage(t, func(s *scene) {
		mt.Founded(s.T, s.north.Site, s.ana, models.Charter{Name: "inside", Visibility: models.MembersOnly})
		for resource, want := range map[string]int{
			"?resource=acct:nobody@north.example":      404,
			"?resource=acct:inside@north.example":      404,
			"?resource=acct:ward-safety@south.example": 404,
			"?resource=https://lemmy.example/u/lena":   404,
			"?resource=ward-safety":                    400,
			"?resource=":                               400,
			"":                                         400,
		} {
			if w := get(s.T, s.north, http.MethodGet, "/.well-known/webfinger"+resource, ""); w.Code != want {
				s.Errorf("%q: %d, not %d", resource, w.Code, want)
			}
		}
		if subject, self := finger(s, s.group); subject != "acct:ward-safety@north.example" || self != s.group {
			s.Errorf("by its address it is %q at %q", subject, self)
		}
	})
}

func TestRow04_NodeInfoTellsTheSoftware(t *testing.T) {
	onStage(t, func(s *scene) {
		links := parsed(s.T, get(s.T, s.north, http.MethodGet, "/.well-known/nodeinfo", ""))["links"].([]any)
		var at string
		for _, link := range links {
			if link := link.(doc); strings.HasSuffix(link["rel"].(string), "/ns/schema/2.1") {
				at = strings.TrimPrefix(link["href"].(string), "https://north.example")
			}
		}
		w := get(s.T, s.north, http.MethodGet, at, "")
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
			s.Fatalf("%s: %d", at, w.Code)
		}
		info := parsed(s.T, w)
		software := info["software"].(doc)
		if info["version"] != "2.1" || software["name"] != "folkmoot" || software["version"] == "" || !slices.Contains(list(info["protocols"]), "activitypub") {
			s.Errorf("%v", info)
		}
		_, says := info["openRegistrations"].(bool)
		if users, ok := info["usage"].(doc)["users"].(doc); !says || !ok || users["total"] != 1.0 {
			s.Errorf("%v", info)
		}
	})
}

func TestRow05_NodeInfoLinksToTheActorOfTheSite(t *testing.T) {
	onStage(t, func(s *scene) {
		links := parsed(s.T, get(s.T, s.north, http.MethodGet, "/.well-known/nodeinfo", ""))["links"].([]any)
		for _, link := range links {
			if link := link.(doc); link["rel"] == "https://www.w3.org/ns/activitystreams#Application" {
				if link["href"] != "https://north.example/" {
					s.Errorf("%v", link)
				}
				return
			}
		}
		s.Errorf("no link to the site's actor in %v", links)
	})
}

func TestRow06_TheRootIsTheActorOfTheSiteAndItsFirstPage(t *testing.T) {
	onStage(t, func(s *scene) {
		w := get(s.T, s.north, http.MethodGet, "/", "application/activity+json")
		site := parsed(s.T, w)
		if site["type"] != "Application" || site["id"] != "https://north.example/" || !strings.Contains(w.Header().Get("Vary"), "Accept") {
			s.Errorf("%v with Vary %q", site, w.Header().Get("Vary"))
		}
		w = get(s.T, s.north, http.MethodGet, "/", "text/html")
		page := strings.HasPrefix(w.Header().Get("Content-Type"), "text/html")
		if w.Code != http.StatusOK || !page || !strings.Contains(w.Header().Get("Vary"), "Accept") {
			s.Errorf("%d %v", w.Code, w.Header())
		}
	})
}

func TestRow07_HostMetaLeadsToWebFinger(t *testing.T) {
	onStage(t, func(s *scene) {
		w := get(s.T, s.north, http.MethodGet, "/.well-known/host-meta", "")
		var xrd struct {
			XMLName xml.Name `xml:"http://docs.oasis-open.org/ns/xri/xrd-1.0 XRD"`
			Link    struct {
				Rel      string `xml:"rel,attr"`
				Template string `xml:"template,attr"`
			}
		}
		if err := xml.Unmarshal(w.Body.Bytes(), &xrd); err != nil || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/xrd+xml") {
			s.Fatalf("%v: %s", err, w.Body)
		}
		if xrd.Link.Rel != "lrdd" || xrd.Link.Template != "https://north.example/.well-known/webfinger?resource={uri}" {
			s.Errorf("%+v", xrd.Link)
		}
	})
}
