package web

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// SourceURL is where the source code of Folkmoot is, for sites that name no other.
const SourceURL = "https://github.com/folkmoot/folkmoot"

// tabTitle is "Title – Site", and only the site's name where the page has no title of its own.
func tabTitle(p Page) string {
	if p.Title == "" || p.Title == p.Site.Name {
		return p.Site.Name
	}
	if p.Band != nil && p.Band.Name != p.Title {
		return p.Title + " – " + p.Band.Name + " – " + p.Site.Name
	}
	return p.Title + " – " + p.Site.Name
}

func themeAttr(p Page) templ.Attributes {
	if p.Viewer == nil || p.Viewer.Theme != "light" && p.Viewer.Theme != "dark" {
		return nil
	}
	return templ.Attributes{"data-theme": p.Viewer.Theme}
}

// current marks the link to the page that one is on.
func current(is bool) templ.Attributes {
	if !is {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func titleAttr(a Alternate) templ.Attributes {
	if a.Title == "" {
		return nil
	}
	return templ.Attributes{"title": a.Title}
}

// contactURL turns an e-mail address into a link to write to it; an address on the web stays what it is.
func contactURL(contact string) string {
	if strings.Contains(contact, "@") && !strings.Contains(contact, "/") {
		return "mailto:" + contact
	}
	return contact
}

func sourceURL(s Site) string {
	if s.Source != "" {
		return s.Source
	}
	return SourceURL
}

func atMost99(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}

func toneClass(prefix string, t Tone) string {
	if t == "" || t == Good {
		return prefix + string(Good)
	}
	return prefix + string(t)
}

func toneIcon(t Tone) string {
	switch t {
	case Warn:
		return "warn"
	case Bad:
		return "stop"
	case Quiet:
		return "clock"
	}
	return "tick"
}

// flashRole is how a screen reader is told: at once when something went wrong, else when it has a moment.
func flashRole(t Tone) string {
	if t == Bad {
		return "alert"
	}
	return "status"
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
