package blob

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// A FileKind is what a file is, by its content.
type FileKind struct {
	MediaType string
}

// Types that need to be told apart here.
const (
	typePlain = "text/plain"
	typeMark  = "text/markdown"
	typeCSV   = "text/csv"
)

// A fileType is one that may be kept.
type fileType struct {
	mediaType string
	called    string   // in a sentence
	endings   []string // the first is added to a name that has none
}

// fileTypes is the whole list of what may be kept. Nothing in it does anything when it is opened: no page, no script, no program.
var fileTypes = []fileType{
	{"application/pdf", "a PDF", []string{".pdf"}},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document", []string{".docx"}},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "an Excel sheet", []string{".xlsx"}},
	{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "a PowerPoint presentation", []string{".pptx"}},
	{"application/vnd.oasis.opendocument.text", "an OpenDocument text", []string{".odt"}},
	{"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument sheet", []string{".ods"}},
	{"application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation", []string{".odp"}},
	{typePlain, "plain text", []string{".txt", ".text"}},
	{typeMark, "Markdown", []string{".md", ".markdown"}},
	{typeCSV, "a table of values", []string{".csv"}},
	{"image/png", "a PNG picture", []string{".png"}},
	{"image/jpeg", "a JPEG picture", []string{".jpg", ".jpeg"}},
	{"image/gif", "a GIF picture", []string{".gif"}},
	{"image/webp", "a WebP picture", []string{".webp"}},
	{"audio/mpeg", "an MP3 recording", []string{".mp3"}},
	{"audio/mp4", "an M4A recording", []string{".m4a"}},
	{"audio/ogg", "an Ogg recording", []string{".ogg", ".oga", ".opus"}},
}

// otherEndings are endings that say what a file is and that none may have.
var otherEndings = []string{
	".html", ".htm", ".xhtml", ".svg", ".xml", ".js", ".mjs", ".css", ".php", ".exe", ".dll", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".sh", ".jar",
	".apk", ".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".pptm", ".ppsm", ".potm", ".doc", ".xls", ".ppt", ".rtf", ".zip", ".7z", ".rar", ".gz",
	".tar", ".iso", ".json", ".jsonld", ".mp4", ".mov", ".wav", ".tif", ".tiff", ".bmp", ".heic", ".epub",
}

// A KindError says why a file is not of a kind that may be kept, in words for who sent it.
type KindError struct {
	Message string
	Err     error // nil where nothing failed
}

// Error is a sentence for people.
func (e *KindError) Error() string { return e.Message }

// Unwrap gives what a reader said of it.
func (e *KindError) Unwrap() error { return e.Err }

// Allowed lists what may be kept, as words and endings for people.
const Allowed = "PDF, Word, Excel, PowerPoint, OpenDocument, plain text, Markdown, CSV, pictures (PNG, JPEG, GIF, WebP) and recordings (MP3, M4A, Ogg)"

// headBytes is how much of a file is looked at to tell what it is.
const headBytes = 8 << 10

// KindOf tells what a file is, by its content alone. An error about the file is a *KindError.
func KindOf(r io.ReaderAt, size int64) (FileKind, error) {
	if size == 0 {
		return FileKind{}, &KindError{Message: "This file is empty. Choose another."}
	}
	head := make([]byte, min(size, headBytes))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return FileKind{}, fmt.Errorf("read file: %w", err)
	}
	mediaType := sniff(head)
	if isZip(head) {
		var err error
		if mediaType, err = officeType(r, size); err != nil {
			return FileKind{}, err
		}
	}
	if typeNamed(mediaType) == nil {
		return FileKind{}, &KindError{Message: "Files of this type cannot be kept here. What can: " + Allowed + "."}
	}
	return FileKind{mediaType}, nil
}

// sniff tells what a file begins like; "" for what is not on the list in any case.
func sniff(head []byte) string {
	found := mimetype.Detect(head)
	mediaType, _, _ := strings.Cut(found.String(), ";")
	switch mediaType {
	case "text/csv", "text/tab-separated-values":
		return typePlain
	case "image/vnd.mozilla.apng":
		return "image/png"
	case "audio/x-m4a":
		return "audio/mp4"
	case "application/ogg":
		return "audio/ogg"
	}
	return mediaType
}

// For is the type of a file of that name. Plain text says by its name alone whether it is Markdown or a table.
func (k FileKind) For(name string) string {
	if k.MediaType == typePlain {
		if said := TypeOfEnding(strings.ToLower(path.Ext(name))); said == typeMark || said == typeCSV {
			return said
		}
	}
	return k.MediaType
}

func typeNamed(mediaType string) *fileType {
	n := slices.IndexFunc(fileTypes, func(t fileType) bool { return t.mediaType == mediaType })
	if n < 0 {
		return nil
	}
	return &fileTypes[n]
}

// Endings are the endings of names that a type has, the usual one first; nil for a type that cannot be kept.
func Endings(mediaType string) []string {
	if t := typeNamed(mediaType); t != nil {
		return t.endings
	}
	return nil
}

// Called is what a type is called in a sentence: "a PDF".
func Called(mediaType string) string {
	if t := typeNamed(mediaType); t != nil {
		return t.called
	}
	return "something else"
}

var byEnding = func() map[string]string {
	all := map[string]string{}
	for _, ending := range otherEndings {
		all[ending] = "application/octet-stream"
	}
	for _, t := range fileTypes {
		for _, ending := range t.endings {
			all[ending] = t.mediaType
		}
	}
	return all
}()

// TypeOfEnding is what an ending in small letters says that a file is; "" where it says nothing.
func TypeOfEnding(ending string) string { return byEnding[ending] }

// FileEndings are all endings that may be kept, for the choice of a file in a browser.
func FileEndings() []string {
	var all []string
	for ending, mediaType := range maps.All(byEnding) {
		if typeNamed(mediaType) != nil {
			all = append(all, ending)
		}
	}
	slices.Sort(all)
	return all
}
