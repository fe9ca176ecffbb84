//go:build bench

package speed

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/folkmoot/folkmoot/federation"
)

// measureReading tells what those cost who only read. The community has thousands of posts by now; its page shows fifty.
func (s *site) measureReading(t testing.TB) {
	t.Helper()
	page, actor := s.URL+"/c/"+quiet, s.URL+"/c/"+quiet
	finger := s.URL + "/.well-known/webfinger?resource=" + url.QueryEscape("acct:"+quiet+"@"+s.Host)
	plain := func(link, accept string) func() *http.Request {
		return func() *http.Request {
			r, err := http.NewRequest(http.MethodGet, link, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept", accept)
			return r
		}
	}
	signed := s.signedGet(t, actor)
	s.read(t, row{measure: "community page, 50 posts, anonymous", reach: 1}, 4000, plain(page, "text/html"))
	s.read(t, row{measure: "its second page, written anew each time"}, 500, plain(page+"/discussions/page/2", "text/html"))
	s.read(t, row{measure: "actor document", reach: 0.15}, 15_000, plain(actor, federation.AcceptActivity))
	s.read(t, row{measure: "actor document, asked for with a signature"}, 10_000, signed)
	s.read(t, row{measure: "WebFinger", reach: 0.06}, 30_000, plain(finger, "application/jrd+json"))
}

// read asks many times for the same and notes the least that it has cost.
func (s *site) read(t testing.TB, r row, times int, ask func() *http.Request) {
	t.Helper()
	if quick() {
		times /= 10
	}
	for range runs() {
		requests := make([]*http.Request, times)
		for n := range requests {
			requests[n] = ask()
		}
		before := cpu(t, s.PID())
		s.send(t, requests, http.StatusOK)
		lower(&r.got, (cpu(t, s.PID())-before)/float64(times)*1000)
	}
	r.unit = "CPU-s per 1,000"
	s.table.add(r)
}

// signedGet asks for a document as a server does that shows who it is. A signature serves for a while.
func (s *site) signedGet(t testing.TB, link string) func() *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", federation.AcceptActivity)
	signer := federation.Signer{KeyID: s.crowd.author().person(0) + "#main-key", Private: s.crowd.key}
	if err := signer.Cavage(r, nil, now()); err != nil {
		t.Fatal(err)
	}
	return func() *http.Request { return r.Clone(t.Context()) }
}
