package models

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/text"
)

// maxFileName is the most characters of a file's name, its ending included.
const maxFileName = 150

// devices are names that Windows takes for devices, whatever their ending.
var devices = map[string]bool{
	"con": true, "prn": true, "aux": true, "nul": true, "conin$": true, "conout$": true,
	"com0": true, "com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt0": true, "lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true,
}

// fileName makes a name of what somebody called a file: one that no system takes for a path or a device, with an ending that
// is true. A name that says of itself that the file is something else is refused.
func fileName(name, mediaType string) (string, error) {
	endings := blob.Endings(mediaType)
	name = bareName(name)
	ending := strings.ToLower(path.Ext(name))
	if !slices.Contains(endings, ending) {
		if said := blob.TypeOfEnding(ending); said != "" {
			return "", invalid("file", "This file is called "+ending+", and it is "+blob.Called(mediaType)+". Give it the ending "+endings[0]+", or choose another file.")
		}
		name, ending = name+endings[0], endings[0]
	}
	stem := name[:len(name)-len(ending)]
	stem = strings.TrimRight(firstRunes(strings.Trim(stem, ". "), maxFileName-len(ending)), ". ")
	base, _, _ := strings.Cut(stem, ".")
	switch {
	case stem == "":
		stem = "file"
	case devices[strings.ToLower(strings.TrimSpace(base))]:
		stem = "file-" + stem
	}
	return stem + ending, nil
}

// bareName is the last part of a name that may be a path, without what no system takes.
func bareName(name string) string {
	if at := strings.LastIndexAny(name, `/\`); at >= 0 {
		name = name[at+1:]
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*`, r) {
			return '-'
		}
		return r
	}, strings.ToValidUTF8(name, "-"))
	return strings.TrimRight(text.CleanLine(name, 4*maxFileName), ". ")
}

// firstRunes is at most limit runes of s.
func firstRunes(s string, limit int) string {
	count := 0
	for at := range s {
		if count == limit {
			return s[:at]
		}
		count++
	}
	return s
}

// cleanWords folds all space in what was found in a file and takes out what is no text; at most limit runes are kept.
func cleanWords(s string, limit int) string {
	var out strings.Builder
	count, space := 0, false
	for _, r := range strings.ToValidUTF8(s, " ") {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar {
			space = count > 0
			continue
		}
		if !unicode.IsPrint(r) {
			continue
		}
		if space {
			space = false
			if count++; count >= limit {
				break
			}
			out.WriteByte(' ')
		}
		if count == limit {
			break
		}
		out.WriteRune(r)
		count++
	}
	return out.String()
}
