package text

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// nameHost adds the real host to a link whose words name another, or which name it in letters that look like others:
// "nhs.uk [evil.example]".
func (n *node) nameHost(from source) {
	u, err := url.Parse(n.link)
	if err != nil || from.local() && n.extra != "" {
		return // a mention or hashtag written here was resolved here
	}
	real := u.Hostname()
	if u.Scheme == "mailto" {
		_, real, _ = strings.Cut(u.Opaque, "@")
	}
	words := n.words()
	note := " [" + real + "]"
	if strings.HasSuffix(words, note) || !namesOther(words, real) {
		return
	}
	if last := n.kids[len(n.kids)-1]; last.isText() {
		last.text += note
		return
	}
	n.kids = append(n.kids, &node{text: note})
}

// namesOther says whether words hold the name of a host that is not the real one, or only looks like it.
func namesOther(words, real string) bool {
	for _, word := range strings.FieldsFunc(words, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`()[]{}<>"'“”‘’«»,;|`, r)
	}) {
		for _, shown := range hostsIn(word) {
			ascii, ok := hostASCII(shown)
			if !ok || MixedScript(shown) || strings.TrimPrefix(ascii, "www.") != strings.TrimPrefix(real, "www.") {
				return true
			}
		}
	}
	return false
}

// hostsIn gives what a reader would take for names of hosts in one word: "https://nhs.uk@evil.example/x" has two.
func hostsIn(word string) []string {
	word = dots.Replace(word)
	_, rest, scheme := strings.Cut(word, "://")
	if !scheme {
		rest = strings.TrimLeft(word, "/\\")
	}
	if end := strings.IndexAny(rest, `/\?#`); end >= 0 {
		rest = rest[:end]
	}
	var hosts []string
	parts := strings.Split(rest, "@")
	for i, part := range parts {
		name := strings.Trim(part[:hostSize(part)], ".")
		userName := !scheme && i+1 < len(parts) && i == 0
		if !userName && looksLikeHost(name, scheme) {
			hosts = append(hosts, name)
		}
	}
	return hosts
}

// hostSize is the length of what may be a host's name at the start of s.
func hostSize(s string) int {
	end := strings.IndexFunc(s, func(r rune) bool {
		return r != '.' && r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.M, r)
	})
	if end < 0 {
		return len(s)
	}
	return end
}

// dots are the characters that browsers or readers take for a dot between labels.
var dots = strings.NewReplacer("。", ".", "．", ".", "｡", ".", "․", ".")

// fileEndings look like the last label of a host and are none.
var fileEndings = map[string]bool{
	"pdf": true, "html": true, "htm": true, "txt": true, "doc": true, "docx": true, "odt": true, "xls": true,
	"xlsx": true, "ods": true, "csv": true, "ppt": true, "pptx": true, "odp": true, "jpg": true, "jpeg": true,
	"png": true, "gif": true, "webp": true, "svg": true, "js": true, "json": true, "xml": true, "php": true,
	"aspx": true, "jsp": true, "mp3": true, "mp4": true, "exe": true, "go": true, "css": true, "ics": true,
}

// looksLikeHost says whether a reader would take name for a host: labels with dots whose last is of letters, or an
// address of four numbers. After a scheme, any name is one.
func looksLikeHost(name string, scheme bool) bool {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return scheme && name != ""
	}
	last := name[dot+1:]
	if strings.HasPrefix(strings.ToLower(last), "xn--") {
		return true
	}
	letters := !strings.ContainsFunc(last, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) })
	if letters && len(last) >= 2 {
		return scheme || !fileEndings[strings.ToLower(last)]
	}
	numbers := !strings.ContainsFunc(name, func(r rune) bool { return r != '.' && (r < '0' || r > '9') })
	return numbers && strings.Count(name, ".") == 3
}

// MixedScript says whether a host's name may be taken for another: a label mixes scripts that are not written
// together, or consists of Cyrillic or Greek letters that all look like Latin ones under a Latin top level.
func MixedScript(host string) bool {
	if strings.Contains(host, "xn--") {
		if shown, err := idna.Display.ToUnicode(host); err == nil {
			host = shown
		}
	}
	labels := strings.Split(strings.ToLower(host), ".")
	latinTop := plainASCII(labels[len(labels)-1])
	for _, label := range labels {
		if plainASCII(label) {
			continue
		}
		if mixed(label) || latinTop && strings.Trim(label, latinTwins) == "" {
			return true
		}
	}
	return false
}

// latinTwins are the Cyrillic and Greek letters, and the signs, that look like Latin ones.
const latinTwins = "аеорсухіјѕһԁԛԝӏьвнкмтοανρυικ0123456789-"

// japanese, with Chinese, and korean are the families of scripts that are written together, with Latin.
var (
	japanese = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo}
	korean   = []*unicode.RangeTable{unicode.Han, unicode.Hangul}
)

func mixed(label string) bool {
	scripts := map[string]bool{}
	var family int
	for _, r := range label {
		if !unicode.IsLetter(r) || r == 'ー' {
			continue
		}
		switch {
		case unicode.In(r, japanese...), unicode.In(r, korean...):
			family++
			continue
		}
		scripts[scriptOf(r)] = true
	}
	delete(scripts, "Common")
	delete(scripts, "Inherited")
	if family > 0 {
		delete(scripts, "Latin")
		return len(scripts) > 0 || !allIn(label, japanese) && !allIn(label, korean)
	}
	return len(scripts) > 1
}

// allIn says whether every letter of label is Latin or of these scripts.
func allIn(label string, scripts []*unicode.RangeTable) bool {
	for _, r := range label {
		if unicode.IsLetter(r) && r != 'ー' && !unicode.Is(unicode.Latin, r) && !unicode.In(r, scripts...) {
			return false
		}
	}
	return true
}

// common scripts come first, since nearly every name is in one of them.
var commonScripts = []string{"Latin", "Cyrillic", "Greek", "Arabic", "Hebrew", "Devanagari", "Thai", "Armenian", "Georgian", "Common"}

func scriptOf(r rune) string {
	for _, name := range commonScripts {
		if unicode.Is(unicode.Scripts[name], r) {
			return name
		}
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return "Common"
}
