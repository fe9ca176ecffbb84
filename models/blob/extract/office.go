package extract

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// Bounds of what is unpacked, beyond which a document is a bomb.
const (
	maxUnpacked = 64 << 20 // bytes of all parts together
	maxParts    = 2_000
	maxDepth    = 256 // elements inside one another
)

var errBomb = errors.New("the document unpacks to too much")

func isOffice(mediaType string) bool {
	return strings.HasPrefix(mediaType, "application/vnd.openxmlformats-officedocument.") || strings.HasPrefix(mediaType, "application/vnd.oasis.opendocument.")
}

// officeWords reads the parts of an office document in which people write.
func officeWords(r io.ReaderAt, size int64, w *words) error {
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return err
	}
	parts := slices.DeleteFunc(slices.Clone(archive.File), func(f *zip.File) bool { return !holdsWords(f.Name) })
	if len(parts) > maxParts {
		return errBomb
	}
	slices.SortStableFunc(parts, func(a, b *zip.File) int {
		return cmp.Or(cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name)) // slide2 before slide10
	})
	left := int64(maxUnpacked)
	for _, f := range parts {
		if err := partWords(f, &left, w); err != nil {
			return err
		}
	}
	return nil
}

// holdsWords tells whether people write in a part: Office Open XML (ECMA-376, part 1, 11.3, 12.3 and 13.3) and OpenDocument.
func holdsWords(name string) bool {
	if path.Ext(name) != ".xml" {
		return false
	}
	dir, base := path.Split(name)
	switch dir {
	case "":
		return base == "content.xml"
	case "word/":
		return base == "document.xml" || base == "footnotes.xml" || base == "endnotes.xml" || strings.HasPrefix(base, "header") || strings.HasPrefix(base, "footer")
	case "xl/":
		return base == "sharedStrings.xml"
	case "ppt/slides/", "ppt/notesSlides/", "xl/worksheets/":
		return true
	}
	return false
}

func partWords(f *zip.File, left *int64, w *words) error {
	part, err := f.Open()
	if err != nil {
		return err
	}
	bounded := &io.LimitedReader{R: part, N: *left}
	err = xmlWords(bounded, w, path.Dir(f.Name) == "xl/worksheets")
	*left = bounded.N
	if closed := part.Close(); err == nil && bounded.N > 0 {
		err = closed
	}
	if bounded.N <= 0 && !errors.Is(err, errEnough) {
		return errBomb
	}
	return err
}

// inline are the elements that do not part words: runs of one look, and what stands beside them.
var inline = map[string]bool{"r": true, "t": true, "rPr": true, "span": true, "a": true, "hyperlink": true, "b": true, "i": true, "proofErr": true, "bookmarkStart": true, "bookmarkEnd": true}

// xmlWords writes the text between the tags. Of a sheet that is only what stands in it as text: its numbers are no words.
func xmlWords(r io.Reader, w *words, sheet bool) error {
	d := xml.NewDecoder(r)
	d.Strict = true
	depth, quiet := 0, sheet
	for {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errBomb
			}
			quiet = sheet && t.Name.Local != "t"
			if !inline[t.Name.Local] {
				w.gap()
			}
		case xml.EndElement:
			depth--
			quiet = sheet
			if !inline[t.Name.Local] {
				w.gap()
			}
		case xml.CharData:
			if quiet {
				continue
			}
			if err := w.text(string(t)); err != nil {
				return err
			}
		}
	}
}
