package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models/db/dbtest"
)

// A desk is where a test gives commands: one site, stopped, on a database of its own.
type desk struct {
	t       *testing.T
	environ []string
	input   string
}

// eachDesk runs fn at a desk on each database.
func eachDesk(t *testing.T, fn func(d *desk)) {
	dbtest.EachURL(t, func(t *testing.T, url string) {
		fn(&desk{t: t, environ: []string{
			"FOLKMOOT_URL=https://north.example", "FOLKMOOT_DATA=" + t.TempDir(), "FOLKMOOT_DATABASE=" + url,
		}})
	})
}

func (d *desk) run(args ...string) (code int, out, errOut string) {
	var o, e bytes.Buffer
	sh := &shell{in: strings.NewReader(d.input), out: &o, err: &e, environ: d.environ}
	code = run(d.t.Context(), sh, args)
	return code, o.String(), e.String()
}

// do gives a command that must work, and returns the last line of what it prints.
func (d *desk) do(args ...string) string {
	d.t.Helper()
	code, out, errOut := d.run(args...)
	if code != 0 {
		d.t.Fatalf("folkmoot %s: exit %d\n%s%s", strings.Join(args, " "), code, out, errOut)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	return lines[len(lines)-1]
}

// refused gives a command that must fail, saying all of wants.
func (d *desk) refused(wants []string, args ...string) {
	d.t.Helper()
	code, out, errOut := d.run(args...)
	if code != 1 || out != "" && strings.Contains(out, "http") {
		d.t.Errorf("folkmoot %s: exit %d, printed %q", strings.Join(args, " "), code, out)
	}
	for _, want := range wants {
		if !strings.Contains(errOut, want) {
			d.t.Errorf("folkmoot %s: %q lacks %q", strings.Join(args, " "), errOut, want)
		}
	}
}

const secret = "four small grey geese"

func (d *desk) people(names ...string) {
	d.t.Helper()
	for _, name := range names {
		d.do("account", "create", "--name", name, "--email", name+"@post.example", "--password", secret)
	}
}

func TestCommands_AThreadFromItsStartToItsEnd(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana", "ben")
		d.do("community", "create", "--name", "ward-safety", "--title", "Ward safety", "--organiser", "ana")
		d.do("follow", "--as", "ben", "@ward-safety@north.example")
		post := d.do("post", "--as", "ana", "--in", "ward-safety", "--title", "Falls", "--body", "- a list to begin with")
		if !strings.HasPrefix(post, "https://north.example/post/") {
			t.Fatalf("the last line of post is %q", post)
		}
		reply := d.do("reply", "--as", "ben", "--to", post, "--body", "We do that too.")
		if !strings.HasPrefix(reply, "https://north.example/comment/") {
			t.Fatalf("the last line of reply is %q", reply)
		}
		d.do("edit", "--as", "ben", reply, "--body", "We did that too.")
		d.do("like", "--as", "ana", reply)
		d.do("like", "--as", "ana", reply, "--undo")
		d.do("moderate", "pin", "--as", "ana", post)
		d.do("moderate", "lock", "--as", "ana", post, "--reason", "All is said.")
		d.refused([]string{"This discussion is closed to replies"}, "reply", "--as", "ben", "--to", post, "--body", "Wait!")
		d.do("moderate", "lock", "--as", "ana", post, "--undo")
		d.do("moderate", "remove", "--as", "ana", reply, "--reason", "Off topic.")
		d.do("moderate", "remove", "--as", "ana", reply, "--undo")
		d.do("delete", "--as", "ben", reply)
		d.refused([]string{"This has been deleted."}, "edit", "--as", "ben", reply, "--body", "Back again.")
	})
}

func TestCommands_RunACommunity(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana", "ben", "cy")
		d.do("community", "create", "--name", "quiet", "--title", "Quiet", "--organiser", "ana", "--visibility", "site", "--joining", "request")
		if said := d.do("follow", "--as", "ben", "quiet"); !strings.HasPrefix(said, "Asked.") {
			t.Errorf("follow said %q", said)
		}
		d.refused([]string{"Join this community"}, "post", "--as", "ben", "--in", "quiet", "--title", "Hello", "--body", "x")
		d.do("community", "approve", "quiet", "ben")
		d.do("post", "--as", "ben", "--in", "quiet", "--title", "Hello", "--body", "x")
		d.refused([]string{"Nobody of this name is waiting"}, "community", "approve", "quiet", "cy", "--refuse")
		d.do("community", "restrict", "quiet")
		d.refused([]string{"Only facilitators start discussions"}, "post", "--as", "ben", "--in", "quiet", "--title", "Again", "--body", "x")
		d.do("community", "moderator", "quiet", "@ben@north.example")
		d.do("post", "--as", "ben", "--in", "quiet", "--title", "Again", "--body", "x")
		d.do("community", "moderator", "quiet", "https://north.example/u/ben", "--undo")
		d.do("community", "ban", "quiet", "ben", "--reason", "Shouting.")
		d.refused([]string{"You are kept out"}, "follow", "--as", "ben", "quiet")
		d.do("community", "ban", "quiet", "ben", "--undo")
		d.do("community", "approve", "quiet", "cy")
		d.do("community", "restrict", "quiet", "--undo")
		d.do("post", "--as", "cy", "--in", "quiet", "--title", "Hello", "--body", "x")
	})
}

func TestCommands_SayWhatIsWrongAndWhatToDo(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana")
		d.refused([]string{"Name: This name is taken."}, "account", "create", "--name", "ana", "--email", "b@post.example", "--password", secret)
		d.refused([]string{"Password: Use at least 10", "Email: Enter"}, "account", "create", "--name", "ben", "--email", "ben", "--password", "short")
		d.refused([]string{`no account "nobody"`, "folkmoot account create"}, "community", "create", "--name", "x1", "--title", "X", "--organiser", "nobody")
		d.refused([]string{`called "nowhere"`}, "post", "--as", "ana", "--in", "nowhere", "--title", "T", "--body", "B")
		d.refused([]string{`No community of this site is called "nope"`}, "community", "ban", "nope", "ana")
		d.refused([]string{"no rule for never.example"}, "federation", "forget", "never.example")
		d.refused([]string{"did you mean \"serve\"?\n"}, "serv")
		d.refused([]string{"is not a community"}, "post", "--as", "ana", "--in", "ana", "--title", "T", "--body", "B")
		d.refused([]string{"Missing flags", "folkmoot --help"}, "post", "--as", "ana")
		d.refused([]string{"Unknown flag --pprof"}, "migrate", "--pprof")
		d.refused([]string{"must be one of", "open"}, "federation", "mode", "ajar")
		d.environ = append(d.environ, "FOLKMOOT_URL=https://south.example")
		d.refused([]string{"Set the address back to https://north.example", "FOLKMOOT_URL"}, "federation", "list")
		code, out, _ := d.run("doctor")
		if code != 1 || !strings.Contains(out, "WRONG  Database: This site is https://north.example") || !strings.Contains(out, "FOLKMOOT_URL") {
			t.Errorf("doctor: exit %d:\n%s", code, out)
		}
	})
}

func TestCommands_SayWhenTheyBeginANewSite(t *testing.T) {
	const said = "A new site was begun in "
	data := t.TempDir()
	d := &desk{t: t, environ: []string{"FOLKMOOT_DATA=" + data}}
	if _, _, told := d.run("federation", "list"); told != said+data+", since there was none. If you meant another, set FOLKMOOT_DATA.\n" {
		t.Errorf("in a new folder: %q", told)
	}
	if _, _, told := d.run("federation", "list"); told != "" {
		t.Errorf("the second time: %q", told)
	}
	d.environ = append(d.environ, "FOLKMOOT_DATABASE="+filepath.Join(data, "another.db"))
	if _, out, _ := d.run("doctor"); !strings.Contains(out, "note   Database: there is no site in it yet") {
		t.Errorf("the doctor says:\n%s", out)
	}
	if _, _, told := d.run("federation", "list"); !strings.HasPrefix(told, said) || !strings.Contains(told, "set FOLKMOOT_DATABASE") {
		t.Errorf("in a new database: %q", told)
	}
}

func TestCommands_DecideWithWhomTheSiteDeals(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.do("federation", "mode", "allowlist", "--reason", "We begin with friends.")
		d.do("federation", "allow", "South.example", "--reason", "Partner")
		d.do("federation", "allow", "http://127.0.0.1:4002/about")
		d.do("federation", "deny", "*.loud.example", "--reason", "Spam")
		d.do("federation", "deny", "gone.example:8443")
		d.do("federation", "forget", "gone.example:8443")
		d.refused([]string{"is not a host"}, "federation", "allow", "south example")
		d.refused([]string{"your own site"}, "federation", "deny", "north.example")

		_, out, _ := d.run("federation", "list", "--json")
		var list listing
		if err := json.Unmarshal([]byte(out), &list); err != nil {
			t.Fatalf("%v in %s", err, out)
		}
		if list.Mode != "allowlist" || len(list.Sites) != 3 {
			t.Fatalf("listed %s", out)
		}
		want := []listed{
			{Host: "*.loud.example", Rule: "deny", Reason: "Spam"},
			{Host: "127.0.0.1:4002", Rule: "allow", Allowed: true},
			{Host: "south.example", Rule: "allow", Allowed: true, Reason: "Partner"},
		}
		for n, w := range want {
			got := list.Sites[n]
			if got.Host != w.Host || got.Rule != w.Rule || got.Allowed != w.Allowed || got.Reason != w.Reason || got.Since == nil {
				t.Errorf("site %d is %+v, want %+v", n, got, w)
			}
		}
		if code, out, _ := d.run("federation", "list"); code != 0 || !strings.Contains(out, "south.example") || !strings.Contains(out, "Mode: allowlist") {
			t.Errorf("printed %s", out)
		}
	})
}

func TestCommands_ThePasswordMayComeFromTheInput(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.input = "short\r\n"
		d.refused([]string{"Use at least 10"}, "account", "create", "--name", "ana", "--email", "ana@post.example", "--password", "-")
		d.input = secret + "\n"
		d.do("account", "create", "--name", "ana", "--email", "ana@post.example", "--password", "-", "--admin")
	})
}

func TestCommands_LookAfterAccounts(t *testing.T) {
	eachDesk(t, func(d *desk) {
		d.people("ana", "ben")
		if said := d.do("account", "admin", "--name", "ana"); said != "ana runs this site." {
			t.Errorf("said %q", said)
		}
		d.refused([]string{"Nobody else runs this site."}, "account", "admin", "--name", "ana", "--undo")
		d.do("account", "admin", "--name", "@ben")
		if said := d.do("account", "admin", "--name", "ana", "--undo"); said != "ana no longer runs this site." {
			t.Errorf("said %q", said)
		}
		if said := d.do("account", "email", "--name", "ana", "--email", "Ana@home.example"); said != "ana signs in with ana@home.example." {
			t.Errorf("said %q", said)
		}
		d.refused([]string{"Email: Another account"}, "account", "email", "--name", "ana", "--email", "ben@post.example")
		d.refused([]string{`no account "cy"`}, "account", "email", "--name", "cy", "--email", "cy@post.example")
	})
}

func TestCommands_MigrateSaysWhatItDid(t *testing.T) {
	d := &desk{t: t, environ: []string{"FOLKMOOT_DATA=" + t.TempDir()}}
	if _, out, _ := d.run("migrate"); !strings.Contains(out, "Done: 0001") || !strings.Contains(out, "up to date") {
		t.Errorf("the first time said %q", out)
	}
	if _, out, _ := d.run("migrate"); out != "The database is up to date.\n" {
		t.Errorf("the second time said %q", out)
	}
}

func TestHealth_AsksWhereTheServerListens(t *testing.T) {
	for listen, want := range map[string]string{
		":8080":          "http://127.0.0.1:8080/healthz",
		"0.0.0.0:80":     "http://127.0.0.1:80/healthz",
		"[::]:80":        "http://127.0.0.1:80/healthz",
		"127.10.0.1:878": "http://127.10.0.1:878/healthz",
	} {
		if got, err := healthURL(listen); got != want || err != nil {
			t.Errorf("%s: asks %s (%v), want %s", listen, got, err, want)
		}
	}
	d := &desk{t: t, environ: []string{"FOLKMOOT_LISTEN=127.0.0.1:1"}}
	d.refused([]string{"does not answer at http://127.0.0.1:1/healthz"}, "health")
}
