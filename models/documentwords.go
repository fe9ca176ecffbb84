package models

import (
	"fmt"
	"path"
	"strings"
)

// A Licence is a common one, by its name and its address.
type Licence struct{ Name, URL string }

// Licences are those that a form offers, the most open first.
var Licences = []Licence{
	{"Public domain (CC0)", "https://creativecommons.org/publicdomain/zero/1.0/"},
	{"Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"},
	{"Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"},
	{"Creative Commons Attribution-NonCommercial 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"},
	{"Creative Commons Attribution-NonCommercial-ShareAlike 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"},
	{"Creative Commons Attribution-NoDerivatives 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"},
	{"Creative Commons Attribution-NonCommercial-NoDerivatives 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"},
	{"Open Government Licence 3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"},
}

// LicenceOf is what the licence of a document is called, and its address where it has one.
func LicenceOf(s string) Licence {
	for _, l := range Licences {
		if s == l.URL || strings.EqualFold(s, l.Name) {
			return l
		}
	}
	if isWebLink(s) {
		return Licence{s, s}
	}
	return Licence{Name: s}
}

// fileTypes say in a word or two what a file is.
var fileTypes = map[string]string{
	"application/pdf":    "PDF",
	"application/msword": "Word document",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
	"application/vnd.ms-excel": "Excel workbook",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         "Excel workbook",
	"application/vnd.ms-powerpoint":                                             "PowerPoint slides",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint slides",
	"application/vnd.oasis.opendocument.text":                                   "OpenDocument text",
	"application/vnd.oasis.opendocument.spreadsheet":                            "OpenDocument spreadsheet",
	"application/vnd.oasis.opendocument.presentation":                           "OpenDocument slides",
	"application/zip":      "ZIP archive",
	"application/epub+zip": "EPUB book",
	"text/plain":           "Text",
	"text/csv":             "CSV table",
	"text/markdown":        "Markdown",
	"image/jpeg":           "JPEG picture",
	"image/png":            "PNG picture",
	"image/gif":            "GIF picture",
	"image/webp":           "WebP picture",
	"image/svg+xml":        "SVG picture",
}

// TypeWords say what a file is, as people call it: "PDF", "Word document". One of an unknown type is called by the end of
// its name.
func TypeWords(mediaType, name string) string {
	mediaType, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	if said := fileTypes[strings.TrimSpace(mediaType)]; said != "" {
		return said
	}
	switch kind, _, _ := strings.Cut(mediaType, "/"); kind {
	case "audio":
		return "Sound"
	case "video":
		return "Film"
	case "image":
		return "Picture"
	}
	if end := strings.TrimPrefix(path.Ext(name), "."); end != "" && len(end) < 6 {
		return strings.ToUpper(end) + " file"
	}
	return "File"
}

// SizeWords say a size as people do: "840 bytes", "12 KB", "1.2 MB". A kilobyte is a thousand bytes.
func SizeWords(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < 1_000_000:
		return fmt.Sprintf("%d KB", (bytes+500)/1000)
	case bytes < 10_000_000:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	case bytes < 1_000_000_000:
		return fmt.Sprintf("%d MB", (bytes+500_000)/1_000_000)
	}
	return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
}

// Line says in one line what a document is: "Version 3, 2 Mar 2026 · PDF, 1.2 MB · Open Government Licence 3.0". Software
// that shows no files shows it.
func (d *Document) Line() string {
	if d.Number == 0 {
		return ""
	}
	line := fmt.Sprintf("Version %d, %s · %s, %s", d.Number, d.VersionAt.UTC().Format("2 Jan 2006"), TypeWords(d.MediaType, d.Name), SizeWords(d.Size))
	if l := LicenceOf(d.Licence); l.Name != "" {
		line += " · " + l.Name
	}
	return line
}

// VersionPath is the address of a version below that of its document; with a name, that of its file.
func VersionPath(number int) string { return fmt.Sprintf("/v/%d", number) }
