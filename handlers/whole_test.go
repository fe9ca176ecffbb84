package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

// Every page, and every form that comes back with something wrong in it, has one first heading, words for each field, link
// and button, and no id twice.
func TestPages_AreWholeForThoseWhoHearThem(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		s := newStage(t, d)
		looked := map[string]bool{}
		for _, c := range table {
			method, path, _ := strings.Cut(strings.TrimPrefix(c.route, "own "), " ")
			if path == "/similar" {
				continue // a part of a page
			}
			for _, role := range []byte{'v', 'm', 'o', 'a', 'b'} {
				fields := c.fields
				if method == http.MethodPost {
					fields = "nothing=filled+in"
				}
				r := s.answer(role, method+" "+path, fields, strings.HasPrefix(c.route, "own ") && role != 'v')
				if !strings.HasPrefix(r.header.Get("Content-Type"), "text/html") || r.status == http.StatusSeeOther {
					continue
				}
				looked[c.route] = true
				for _, flaw := range flaws(r.body) {
					t.Errorf("%s as %c (%d): %s", c.route, role, r.status, flaw)
				}
				for _, never := range []string{"<no value>", "%!", " style=", "onclick=", "javascript:", "http://"} {
					if strings.Contains(r.body, never) {
						t.Errorf("%s as %c has %q on it", c.route, role, never)
					}
				}
			}
		}
		if len(looked) < 60 {
			t.Errorf("only %d routes gave a page", len(looked))
		}
	})
}
