package main

import (
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"
)

// A room is a package, or with everything below it a folder, and what of the module it may import.
type room struct {
	pkg    string
	may    []string // packages, each with all below it; the room itself is always among them
	reason string
}

// rooms is the table of docs/explanation/architecture.md. The first room that a package lies in is its own.
var rooms = []room{
	{"cmd", []string{"models", "federation", "handlers", "web", "migrations"}, ""},
	{"models/db", []string{"migrations"}, "the store knows nothing of what is kept in it"},
	{"models/queue", []string{"models/db"}, "the queue carries work without knowing what it is"},
	{"models/limits", nil, "the limits stand by themselves"},
	{"models/address", []string{"models/limits"}, "addresses are read alike by everything"},
	{"models/text", []string{"models/address", "models/limits"}, "text is turned into HTML by itself, for whoever asks"},
	{"models/ical", []string{"models"}, "a calendar file is written of what it is given"},
	{"models/blob", nil, "files are kept without knowing whose they are"},
	{"models", nil, "the domain knows nothing of HTTP, ActivityStreams or pages"},
	{"federation/wire", []string{"models"}, "the wire format needs neither network nor database"},
	{"federation", []string{"models"}, "federation is a view of the domain, and pages are another"},
	{"handlers/request", []string{"federation", "models", "web"}, "it is shared by the handlers and belongs to none"},
	{"handlers/response", []string{"federation", "models", "web", "handlers/request"}, "it is shared by the handlers and belongs to none"},
	{"handlers/pages", view, beside},
	{"handlers/admin", view, beside},
	{"handlers/activitypub", view, beside},
	{"handlers/mail", []string{"models", "web"}, "a letter is a view of the domain that nobody asks for by HTTP"},
	{"handlers/files", []string{"models"}, "a job of the domain that must happen outside a change"},
	{"handlers/mastodon", view, beside},
	{"handlers", []string{"federation", "models", "web"}, "handlers ask the domain"},
	{"web", []string{"models"}, "a template shows what it is given"},
	{"migrations", nil, "a migration is SQL, and nothing of today's code may change what it did"},
}

// view is what each way of seeing the domain may import.
var view = []string{"federation", "models", "web", "handlers/request", "handlers/response"}

const beside = "the handlers stand side by side and never import each other, so that each can be read alone"

func roomOf(pkg string) *room {
	n := slices.IndexFunc(rooms, func(r room) bool { return under(pkg, r.pkg) })
	if n < 0 {
		return nil
	}
	return &rooms[n]
}

// oneWay are packages below a folder that may be imported that all the same may not be.
func oneWay(from, to string) string {
	switch {
	case from == "models/text" && to == "models":
		return "models imports it"
	case from == "models" && to == "models/ical":
		return "it imports models"
	case strings.HasPrefix(to, "cmd"):
		return "nothing imports the program"
	}
	return ""
}

func TestRules_EachRoomImportsOnlyWhatTheTableSays(t *testing.T) {
	for _, s := range sources(t, released) {
		own := roomOf(s.pkg)
		if own == nil {
			t.Errorf("%s: the folder %s is in no room of the table: add it to rooms_test.go and to the architecture", s.path, s.pkg)
			continue
		}
		imports := s.imports()
		for _, path := range slices.Sorted(maps.Keys(imports)) {
			pkg, ours := strings.CutPrefix(path, module+"/")
			if !ours {
				continue
			}
			why := oneWay(s.pkg, pkg)
			if why == "" && !under(pkg, own.pkg) && !under(pkg, own.may...) {
				why = own.reason
			}
			if why != "" {
				t.Errorf("%s: %s may not import %s: %s", where(imports[path]), s.pkg, pkg, why)
			}
		}
	}
}

func TestRules_WhatIsForTestsIsImportedByTestsOnly(t *testing.T) {
	for _, s := range sources(t, released) {
		imports := s.imports()
		for path, at := range imports {
			if pkg, ours := strings.CutPrefix(path, module+"/"); ours && isTestPackage(pkg) {
				t.Errorf("%s: %s is for tests and would become part of the program", where(at), pkg)
			}
		}
	}
}

// A fence keeps a library, or a folder of the standard library, in the rooms that it was chosen for.
type fence struct {
	path   string // with all below it
	in     []string
	reason string
}

var fences = []fence{
	{
		"github.com/uptrace/bun/dialect",
		[]string{"models/db"},
		"everything that differs between the databases is in models/db",
	},
	{
		"github.com/uptrace/bun",
		[]string{"models", "models/db", "models/queue", "migrations"},
		"queries belong to the domain; others call its operations",
	},
	{"github.com/jackc/pgx", []string{"models/db"}, "everything that differs between the databases is in models/db"},
	{"modernc.org/sqlite", []string{"models/db"}, "everything that differs between the databases is in models/db"},
	{"database/sql/driver", []string{"models"}, "a type says there how it is kept, and nobody else keeps anything"},
	{"database/sql", []string{"models/db", "models", "models/queue"}, "queries belong to the domain; others call its operations"},
	{"github.com/arran4/golang-ical", []string{"models/ical"}, "calendar files are written and read in one place"},
	{"github.com/gin-gonic", []string{"handlers"}, "only the handlers know by what router they are called"},
	{"github.com/go-fed/activity", []string{"federation/wire"}, "the vocabulary loses things, which only federation/wire puts back; and it takes a minute to build"},
	{"github.com/go-fed/httpsig", []string{"federation"}, "its checks are not strict enough by themselves"},
	{"github.com/dunglas/httpsfv", []string{"federation"}, "signatures are made and checked in one place"},
	{"github.com/a-h/templ", []string{"web", "handlers"}, "pages are made in web"},
	{"github.com/prometheus", []string{"cmd"}, "what is counted is decided where the program is put together"},
	{"github.com/alecthomas/kong", []string{"cmd"}, "commands and settings belong to the program"},
	{"github.com/knadh/koanf", []string{"cmd"}, "commands and settings belong to the program"},
	{"github.com/wneessen/go-mail", []string{"handlers/mail"}, "letters are written and sent in one place"},
	{"github.com/emersion/go-smtp", []string{"handlers/mail/mailtest"}, "the mail server is for tests"},
	{"github.com/minio/minio-go", []string{"models/blob"}, "files are kept in one place"},
	{"github.com/ledongthuc/pdf", []string{"models/blob/extract"}, "it panics; files are read in a process of their own"},
	{module + "/models/blob/extract", []string{"cmd"}, "files are read in a process of their own"},
	{"html/template", nil, "pages are templ components; safe HTML is made by models/text alone"},
	{"text/template", []string{"web"}, "pages are templ components; safe HTML is made by models/text alone"},
}

// fenced are the rooms without those below them, for which one word is not enough.
func (f fence) lets(pkg string) bool {
	if f.path == "github.com/uptrace/bun" || f.path == "database/sql" {
		return slices.Contains(f.in, pkg)
	}
	return under(pkg, f.in...)
}

func TestRules_EachLibraryStaysWhereItBelongs(t *testing.T) {
	for _, s := range sources(t, released) {
		for path, at := range s.imports() {
			n := slices.IndexFunc(fences, func(f fence) bool { return under(path, f.path) })
			if n >= 0 && !fences[n].lets(s.pkg) {
				t.Errorf("%s: %s imports %s: %s", where(at), s.pkg, path, fences[n].reason)
			}
		}
	}
}

// A ban keeps the names of a package out of files in which they would undo a promise.
type ban struct {
	path   string
	names  []string
	in     func(source) bool // where they are banned
	reason string
}

func outsideGate(s source) bool { return s.pkg != "federation" || !strings.Contains(s.path, "/gate") }

var bans = []ban{
	{
		"net/http",
		[]string{"Client", "DefaultClient", "Transport", "DefaultTransport", "Get", "Head", "Post", "PostForm"},
		outsideGate,
		"the gate is the only way out: it asks the policy, and what it dials is public",
	},
	{
		"net",
		[]string{"Dial", "DialTimeout", "Dialer", "DialTCP", "DialUDP", "DialIP"},
		func(s source) bool { return outsideGate(s) && s.pkg != "models/db" && s.path != "models/blob/scan.go" }, // what is named in the settings
		"the gate is the only way out: it asks the policy, and what it dials is public",
	},
	{
		"crypto/tls",
		[]string{"Dial", "DialWithDialer", "Dialer"},
		func(s source) bool { return outsideGate(s) && s.path != "cmd/folkmoot/certificate.go" }, // of this site itself
		"the gate is the only way out: it asks the policy, and what it dials is public",
	},
	{
		"time",
		[]string{"Now", "Since", "Until"},
		func(s source) bool { return under(s.pkg, "models") && s.pkg != "models/db" },
		"a rule asks the clock of the store (tx.Now, db.Now), which tests can set",
	},
	{
		module + "/models/db",
		[]string{"SQLite", "Postgres"},
		func(s source) bool { return s.pkg != "models/db" },
		"nothing but models/db depends on which database it is",
	},
}

func TestRules_WhatWouldUndoAPromiseIsNotUsed(t *testing.T) {
	for _, s := range sources(t, released) {
		for _, b := range bans {
			if !b.in(s) {
				continue
			}
			s.uses(b.path, func(name string, at token.Pos) {
				if slices.Contains(b.names, name) {
					t.Errorf("%s: %s of %s: %s", where(at), name, b.path, b.reason)
				}
			})
		}
	}
}
