package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// theatrePeople are everybody in the play, as "name@site".
func theatrePeople() []string {
	var all []string
	for _, s := range theatre {
		for _, p := range s.people {
			all = append(all, p.name+"@"+s.key)
		}
	}
	return all
}

// theatreMembers are who may speak in each community, as "name@site", by "community@site".
func theatreMembers() map[string][]string {
	members := map[string][]string{}
	for _, s := range theatre {
		for _, c := range s.communities {
			in := c.charter.Name + "@" + s.key
			for name := range strings.FieldsSeq(c.organiser + " " + c.facilitators + " " + c.members) {
				if !strings.Contains(name, "@") {
					name += "@" + s.key
				}
				members[in] = append(members[in], name)
			}
		}
	}
	return members
}

func TestDemo_EverybodyWhoSpeaksIsThereAndAMember(t *testing.T) {
	people, members := theatrePeople(), theatreMembers()
	known := func(where, name string) {
		if !slices.Contains(people, name) {
			t.Errorf("%s: nobody is called %s", where, name)
		}
	}
	for _, names := range members {
		for _, name := range names {
			known("members", name)
		}
	}
	for _, th := range play() {
		speakers, texts := []string{th.by}, []string{th.body}
		likes := strings.Fields(th.likes)
		for n, r := range th.replies {
			speakers, texts = append(speakers, r.by), append(texts, r.body, r.edited)
			likes = append(likes, strings.Fields(r.likes)...)
			if r.to > n {
				t.Errorf("%q: reply %d answers one that comes later", th.title, n+1)
			}
		}
		for _, name := range speakers {
			if !slices.Contains(members[th.in], name) {
				t.Errorf("%q: %s is no member of %s", th.title, name, th.in)
			}
		}
		for _, name := range likes {
			known(th.title, name)
		}
		for _, m := range scriptMention.FindAllString(strings.Join(texts, "\n"), -1) {
			known(th.title, m[1:])
		}
	}
}

func TestDemo_EachCommunityHasALibrary(t *testing.T) {
	members, filled := theatreMembers(), map[string]bool{}
	var versions, used, due int
	ends := map[string]bool{}
	for _, doc := range shelf {
		filled[doc.in] = true
		_, home, _ := strings.Cut(doc.in, "@")
		for n, f := range doc.files {
			if !slices.Contains(members[doc.in], f.by) || !strings.HasSuffix(f.by, "@"+home) {
				t.Errorf("%q: %s cannot add to %s", doc.title, f.by, doc.in)
			}
			versions += min(n, 1)
			ends[filepath.Ext(f.name)] = true
		}
		for _, use := range doc.used {
			if !slices.Contains(theatrePeople(), use.by) {
				t.Errorf("%q: nobody is called %s", doc.title, use.by)
			}
			used += min(len(use.line), 1)
		}
		if doc.review < 0 {
			due++
		}
	}
	for in := range members {
		if !filled[in] {
			t.Errorf("the library of %s is empty", in)
		}
	}
	if versions == 0 || used == 0 || due == 0 || !ends[".pdf"] || !ends[".png"] || !ends[".odt"] || !ends[".csv"] {
		t.Errorf("%d have versions, %d are used, %d are due, of %v", versions, used, due, ends)
	}
}

func TestDemo_EverythingWasSaidInThePast(t *testing.T) {
	now := time.Now()
	for _, th := range play() {
		at, err := timeOf(th.at, now)
		if err != nil {
			t.Fatal(err)
		}
		if at.Before(now.Add(-opening)) {
			t.Errorf("%q begins before anybody has come", th.title)
		}
		for _, r := range th.replies {
			after, err := time.ParseDuration(r.after)
			if err != nil {
				t.Fatal(err)
			}
			at = at.Add(after)
		}
		midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
		if last := at.Add(2 * editedAfter); last.After(midnight.Add(8 * time.Hour)) {
			t.Errorf("%q goes on until %s, which may be in the future", th.title, last)
		}
	}
}

func TestDemo_ShowsWhatASiteCanDo(t *testing.T) {
	var threads, across, pinned, locked, removed, edited int
	words := 0
	seen := map[models.Visibility]bool{}
	for _, s := range theatre {
		for _, c := range s.communities {
			seen[c.charter.Visibility] = true
		}
	}
	for _, th := range play() {
		threads++
		_, home, _ := strings.Cut(th.in, "@")
		sites := map[string]bool{home: true}
		words += len(strings.Fields(th.body))
		for _, r := range th.replies {
			_, from, _ := strings.Cut(r.by, "@")
			sites[from] = true
			words += len(strings.Fields(r.body))
			if r.edited != "" {
				edited++
			}
		}
		for n, yes := range []bool{len(sites) > 1, th.pinned, th.locked != "", th.removed != ""} {
			if yes {
				*[]*int{&across, &pinned, &locked, &removed}[n]++
			}
		}
	}
	if threads < 16 || across < 12 || pinned == 0 || locked == 0 || removed == 0 || edited == 0 || words < 4000 {
		t.Errorf("%d threads, %d across sites, %d pinned, %d locked, %d removed, %d edited, %d words", threads, across, pinned, locked, removed, edited, words)
	}
	if !seen[models.Public] || !seen[models.SiteOnly] || !seen[models.MembersOnly] {
		t.Errorf("visibilities shown: %v", seen)
	}
}

func TestDemo_UnwrapsTextAndKeepsLists(t *testing.T) {
	got := unwrap("\nOne\ntwo.\n\n- a\nb\n- c\n\n> q\n> r\n\nEnd\n")
	if want := "One two.\n\n- a b\n- c\n\n> q r\n\nEnd"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got = cast("Thank you, @kofi@academy!", func(string) string { return "tarnside.localhost:1" })
	if want := "Thank you, @kofi@tarnside.localhost:1!"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// startDemo runs the demo in the background until it has shown itself, and returns what it said and how to end it.
func startDemo(t *testing.T, args ...string) (said string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out := awaited("Ctrl-C ends it")
	sh := &shell{in: strings.NewReader(""), out: out, err: out}
	code := make(chan int, 1)
	go func() { code <- run(ctx, sh, append([]string{"demo"}, args...)) }()
	stop = func() int {
		cancel()
		return <-code
	}
	select {
	case <-out.shown:
	case got := <-code:
		t.Fatalf("the demo ended with %d: %s", got, out.String())
	case <-time.After(2 * time.Minute):
		t.Fatalf("the demo is not ready: %s, exit %d", out.String(), stop())
	}
	return out.String(), stop
}

func TestDemo_ThreeSitesShowWhatWasWrittenOnEachOther(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	said, stop := startDemo(t, "--data", dir, "--port", "0")
	hosts := regexp.MustCompile(`http://([a-z]+\.localhost:\d+)\n`).FindAllStringSubmatch(said, -1)
	if len(hosts) < 3 || !strings.Contains(said, demoPassword) || !strings.Contains(said, "Try this") {
		t.Fatalf("the demo said:\n%s", said)
	}
	if code := stop(); code != 0 {
		t.Fatalf("the demo ended with %d", code)
	}

	conf := func(n int) *desk {
		return &desk{t: t, environ: []string{"FOLKMOOT_URL=http://" + hosts[n][1], "FOLKMOOT_DATA=" + filepath.Join(dir, theatre[n].key)}}
	}
	for n := range theatre {
		wantPlay(t, conf(n), n, func(key string) string {
			return hosts[slices.IndexFunc(theatre, func(s demoSite) bool { return s.key == key })][1]
		})
	}

	before := time.Now()
	again, stop := startDemo(t, "--data", dir)
	if strings.Contains(again, "Filling") || !strings.Contains(again, hosts[0][1]) {
		t.Errorf("the second time it said:\n%s", again)
	}
	if took := time.Since(before); took > 10*time.Second {
		t.Errorf("the second start took %s", took)
	}
	if code := stop(); code != 0 {
		t.Errorf("the second time it ended with %d", code)
	}
}

// wantPlay compares what a site of the demo holds with what was to be said there and in the public communities of
// the others that somebody there follows.
func wantPlay(t *testing.T, d *desk, n int, host func(string) string) {
	t.Helper()
	sh := &shell{out: &bytes.Buffer{}, err: &bytes.Buffer{}, environ: d.environ}
	err := sh.withSite(t.Context(), func(p *program) error {
		members := theatreMembers()
		for _, th := range play() {
			name, key, _ := strings.Cut(th.in, "@")
			follows := slices.ContainsFunc(members[th.in], func(who string) bool { return strings.HasSuffix(who, "@"+theatre[n].key) })
			if !follows || th.removed != "" {
				continue
			}
			community, err := p.site.CommunityNamed(t.Context(), name, host(key))
			if err != nil {
				return err
			}
			threads, err := p.site.NewestThreads(t.Context(), models.Viewer{Actor: community, Admin: true}, community.ID, 50)
			if err != nil {
				return err
			}
			if key == theatre[n].key && community.Group.Visibility != models.Public {
				continue
			}
			at := slices.IndexFunc(threads, func(it *models.Item) bool { return it.Title == th.title })
			if at < 0 {
				t.Errorf("%s lacks %q", theatre[n].name, th.title)
				continue
			}
			if it := threads[at]; it.ReplyCount != len(th.replies) || it.LockedAt.IsZero() != (th.locked == "") || it.PinnedAt.IsZero() == th.pinned {
				t.Errorf("%s: %q has %d replies of %d, locked %v, pinned %v", theatre[n].name, th.title, it.ReplyCount, len(th.replies), it.LockedAt, it.PinnedAt)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestDemo_LeavesNothingBehindWhenItIsEndedEarly(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	ctx, cancel := context.WithCancel(t.Context())
	out := awaited("Filling")
	code := make(chan int, 1)
	go func() { code <- run(ctx, &shell{out: out, err: out}, []string{"demo", "--port", "0"}) }()
	<-out.shown
	cancel()
	if got := <-code; got != 0 {
		t.Errorf("it ended with %d: %s", got, out.String())
	}
	if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
