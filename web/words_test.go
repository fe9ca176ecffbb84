package web

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// sources are the files that may use words: templates, and the Go written by hand, that of the handlers too.
func sources(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, pattern := range []string{"*.templ", "*.go", "../handlers/*/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_templ.go") || strings.HasSuffix(name, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found[name] = string(raw)
		}
	}
	return found
}

var (
	keyInCall = regexp.MustCompile(`\b(?:T\(ctx|said\(c), "([^"]*)"`)
	keyOfOurs = regexp.MustCompile(`"((?:said|admin_log)\.[a-z_]+)"`) // in a table, as handlers have them
	keyQuoted = regexp.MustCompile(`"([a-z_]+\.[a-z0-9_]+)"`)
	pairName  = regexp.MustCompile(`"([A-Z][A-Za-z]*)"`)
)

func TestWords_EveryKeyThatIsUsedExists(t *testing.T) {
	for name, text := range sources(t) {
		for _, m := range append(keyInCall.FindAllStringSubmatch(text, -1), keyOfOurs.FindAllStringSubmatch(text, -1)...) {
			if catalogues[DefaultLang].messages[m[1]] == nil {
				t.Errorf("%s uses %q, which locales/en.toml does not have", name, m[1])
			}
		}
	}
}

func TestWords_EveryKeyIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, text := range sources(t) {
		for _, m := range keyQuoted.FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
	}
	for key := range catalogues[DefaultLang].messages {
		if !used[key] {
			t.Errorf("locales/en.toml has %q, which nothing uses", key)
		}
	}
}

func TestWords_EveryValueThatAMessageAsksForIsGiven(t *testing.T) {
	for name, text := range sources(t) {
		for _, at := range keyInCall.FindAllStringSubmatchIndex(text, -1) {
			message := catalogues[DefaultLang].messages[text[at[2]:at[3]]]
			if message == nil {
				continue // the test above says so
			}
			given := map[string]bool{}
			for _, p := range pairName.FindAllStringSubmatch(untilClosed(text[at[3]:]), -1) {
				given[p[1]] = true
			}
			for _, p := range message.other {
				if p.name != "" && !given[p.name] {
					t.Errorf("%s: %s asks for %s, which is not given", name, text[at[2]:at[3]], p.name)
				}
			}
		}
	}
}

// untilClosed is s up to the bracket that closes the call in whose arguments it begins.
func untilClosed(s string) string {
	depth := 1
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return s[:i]
			}
		}
	}
	return s
}

// The words that the fediverse's software uses about itself are not for people's pages. "federation" stands only on
// the admin's pages, whose keys begin with "admin".
func TestWords_AreThoseThatPeopleUse(t *testing.T) {
	for key, m := range catalogues[DefaultLang].messages {
		var text strings.Builder
		for _, p := range m.other {
			text.WriteString(p.text)
		}
		words := strings.ToLower(text.String())
		banned := []string{"instance", "actor", "boost", "inbox", "outbox"}
		if !strings.HasPrefix(key, "admin") {
			banned = append(banned, "federat")
		}
		for _, b := range banned {
			if strings.Contains(words, b) {
				t.Errorf("%s says %q", key, b)
			}
		}
	}
}

func TestT_ChoosesTheFormThatTheCountAsksFor(t *testing.T) {
	ctx := context.Background()
	for count, want := range map[int]string{0: "0 replies", 1: "1 reply", 2: "2 replies", 12345: "12,345 replies"} {
		if got := T(ctx, "item.replies", "Count", count); got != want {
			t.Errorf("%d: %q, want %q", count, got, want)
		}
	}
}

func TestLanguage_FallsBackToEnglish(t *testing.T) {
	for _, accept := range []string{"", "en-GB,en;q=0.8", "xx", "fr", ";;;", "*"} {
		if got := Language(accept); got != "en" {
			t.Errorf("Language(%q) = %q", accept, got)
		}
	}
}

func TestSpoken_SaysTimesAsPeopleDo(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 5, 14, 30, 0, 0, london)
	ctx := withPage(context.Background(), &Page{Now: now, Zone: london})
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{now.Add(-20 * time.Second), "just now"},
		{now.Add(-time.Minute), "1 minute ago"},
		{now.Add(-40 * time.Minute), "40 minutes ago"},
		{now.Add(-3 * time.Hour), "today, 11:30 am"},
		{now.Add(-24*time.Hour - 30*time.Minute), "yesterday, 2 pm"},
		{time.Date(2026, 3, 3, 14, 0, 0, 0, london), "Tue 3 March, 2 pm"},
		{time.Date(2026, 6, 1, 11, 15, 0, 0, time.UTC), "Mon 1 June, 12:15 pm"},
		{time.Date(2024, 3, 3, 14, 0, 0, 0, london), "3 March 2024"},
		{time.Time{}, "never"},
	} {
		if got := Spoken(ctx, c.at); got != c.want {
			t.Errorf("%s: %q, want %q", c.at, got, c.want)
		}
	}
}
