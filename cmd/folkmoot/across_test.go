package main

import (
	"regexp"
	"strings"
	"testing"
)

// shows waits until a page shows a text, or with gone until it does not.
func (r *running) shows(path, text string, gone bool) {
	r.t.Helper()
	waitFor(r.t, either(gone, "no longer ", "")+r.conf.URL+path+" shows "+text, func() bool {
		status, body := r.get(path)
		return status == 200 && strings.Contains(body, text) != gone
	})
}

// finds waits until a page has a link with a text, and returns its path.
func (r *running) finds(page, text string) string {
	r.t.Helper()
	link := regexp.MustCompile(`href="([^"]+)">` + regexp.QuoteMeta(text))
	r.shows(page, text, false)
	_, body := r.get(page)
	found := link.FindStringSubmatch(body)
	if found == nil {
		r.t.Fatalf("%s has no link %q", page, text)
	}
	return found[1]
}

func TestCommands_ReachFromOneRunningSiteToTheOther(t *testing.T) {
	north, south := startServer(t), startServer(t)
	here, there := north.desk(), south.desk()
	here.do("federation", "mode", "open")
	there.do("federation", "allow", north.conf.Host, "--reason", "Neighbours")
	here.people("ana")
	there.people("ben", "cy")
	here.do("community", "create", "--name", "ward-safety", "--title", "Ward safety", "--organiser", "ana")
	for _, name := range []string{"ben", "cy"} {
		there.do("follow", "--as", name, "@ward-safety@"+north.conf.Host)
	}
	north.shows("/c/ward-safety", "3 followers", false)

	post := here.do("post", "--as", "ana", "--in", "ward-safety", "--title", "Falls at night", "--body", "What do you do?")
	copied := south.finds("/c/ward-safety@"+north.conf.Host, "Falls at night")
	path := strings.TrimPrefix(post, north.conf.URL)

	reply := there.do("reply", "--as", "ben", "--to", south.conf.URL+copied, "--body", "We leave a light on.") // by its page there
	north.shows(path, "We leave a light on.", false)
	there.do("edit", "--as", "ben", reply, "--body", "We leave two lights on.")
	north.shows(path, "We leave two lights on.", false)
	there.do("like", "--as", "cy", post) // by its address at home
	north.shows(path, "1 like", false)

	here.do("community", "moderator", "ward-safety", "@cy@"+south.conf.Host)
	waitFor(t, "the other site knows that cy moderates", func() bool {
		code, _, _ := there.run("moderate", "lock", "--as", "cy", post, "--reason", "All is said.")
		return code == 0
	})
	north.shows(path, "Closed to replies", false)
	there.do("delete", "--as", "ben", reply)
	north.shows(path, "We leave two lights on.", true)

	if _, out, _ := there.run("doctor"); !strings.Contains(out, "Clock: it agrees with that of other sites") {
		t.Errorf("the doctor found:\n%s", out)
	}

	there.do("federation", "deny", north.conf.Host, "--reason", "A test")
	there.refused([]string{"does not deal with"}, "follow", "--as", "ben", "@ana@"+north.conf.Host)
}
