package request_test

import (
	"net/http/httptest"
	"testing"

	"github.com/folkmoot/folkmoot/handlers/request"
)

func TestWantsActivity_OnlyWhenStreamsRankAboveThePage(t *testing.T) {
	const profile = `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`
	for accept, want := range map[string]bool{
		"":                          false,
		"*/*":                       false,
		"text/html":                 false,
		"application/json":          false,
		"application/ld+json":       false,
		"application/activity+json": true,
		profile:                     true,
		`application/ld+json;profile="https://w3id.org/security https://www.w3.org/ns/activitystreams"`: true,
		`application/ld+json; profile="https://other.example/"`:                                         false,
		"application/activity+json, application/ld+json":                                                true,
		"application/activity+json, " + profile + ", text/html;q=0.1":                                   true,
		"text/html, application/activity+json":                                                          false,
		"application/activity+json, text/html":                                                          true,
		"text/html;q=0.5, application/activity+json;q=0.9":                                              true,
		"application/activity+json;q=0.8, text/html":                                                    false,
		"application/activity+json;q=0, */*":                                                            false,
		"application/activity+json;q=rubbish":                                                           false,
		"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8":                               false,
		"APPLICATION/ACTIVITY+JSON; charset=utf-8":                                                      true,
	} {
		r := httptest.NewRequest("GET", "/c/ward-safety", nil)
		r.Header.Set("Accept", accept)
		if got := request.WantsActivity(r); got != want {
			t.Errorf("Accept: %s: %v, want %v", accept, got, want)
		}
	}
}
