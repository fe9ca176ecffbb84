package blob

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
)

// Bounds of the directory of an archive, beyond which nobody wrote it as a document.
const (
	maxEntries   = 10_000
	maxDirectory = 2 << 20 // bytes
	maxManifest  = 1 << 20 // bytes of the part that says what a document is
)

var (
	errNoOffice = &KindError{Message: "This archive is no document. Take out what is in it, and send that. What can be kept: " + Allowed + "."}
	errBroken   = &KindError{Message: "This document is damaged and cannot be read. Save it again and retry."}
	errMacros   = &KindError{Message: "This document holds macros, which are programs. Save it without them, and send that."}
)

func isZip(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06"))
}

// officeType tells which office document an archive is, by what is in it. One that holds programs is refused.
func officeType(r io.ReaderAt, size int64) (string, error) {
	if err := boundDirectory(r, size); err != nil {
		return "", err
	}
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return "", &KindError{errBroken.Message, err}
	}
	found, seen := "", map[string]bool{}
	for _, f := range archive.File {
		name := strings.ToLower(f.Name)
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"), strings.HasPrefix(name, "basic/"), strings.HasPrefix(name, "scripts/"),
			strings.HasSuffix(name, "vbadata.xml"), strings.Contains(name, "/activex/"):
			return "", errMacros
		case strings.Contains(f.Name, "..") || strings.HasPrefix(f.Name, "/") || strings.Contains(f.Name, `\`):
			return "", errBroken
		}
		switch f.Name {
		case "word/document.xml":
			found = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		case "xl/workbook.xml":
			found = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		case "ppt/presentation.xml":
			found = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
		case "[Content_Types].xml", "mimetype":
			if seen[f.Name] { // each may unpack to as much as is read of one
				return "", errBroken
			}
			seen[f.Name] = true
			said, err := manifest(f)
			if err != nil {
				return "", err
			}
			if lower := strings.ToLower(said); strings.Contains(lower, "macroenabled") || strings.Contains(lower, "vbaproject") {
				return "", errMacros
			}
			if f.Name == "mimetype" {
				return openDocument(archive, said)
			}
		}
	}
	if found == "" {
		return "", errNoOffice
	}
	return found, nil
}

// openDocument is the type that an OpenDocument file says it has (OpenDocument 1.3, part 2, 3.3).
func openDocument(archive *zip.Reader, said string) (string, error) {
	said = strings.TrimSpace(said)
	if t := typeNamed(said); t == nil || !strings.HasPrefix(said, "application/vnd.oasis.") {
		return "", errNoOffice
	}
	for _, f := range archive.File {
		if name := strings.ToLower(f.Name); strings.HasPrefix(name, "basic/") || strings.HasPrefix(name, "scripts/") {
			return "", errMacros
		}
	}
	return said, nil
}

// manifest reads the part of an archive that says what it is. One of which not all would be read is refused: what follows may say
// that it holds programs.
func manifest(f *zip.File) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", &KindError{errBroken.Message, err}
	}
	said, err := io.ReadAll(io.LimitReader(r, maxManifest+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return "", &KindError{errBroken.Message, err}
	}
	if len(said) > maxManifest {
		return "", errBroken
	}
	return string(said), nil
}

// boundDirectory refuses an archive whose directory would take much memory to read (APPNOTE 4.3.16). The large form of the
// directory, for archives over 4 GB, is refused with it: a locator before the record (4.3.15) leads to other numbers than those
// in the record.
func boundDirectory(r io.ReaderAt, size int64) error {
	const record, locator, maxComment = 22, 20, 1 << 16
	tail := make([]byte, min(size, locator+record+maxComment))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return &KindError{errBroken.Message, err}
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || at+record > len(tail) {
		return errBroken
	}
	entries, directory := binary.LittleEndian.Uint16(tail[at+10:]), binary.LittleEndian.Uint32(tail[at+12:])
	begins, ends := int64(binary.LittleEndian.Uint32(tail[at+16:])), size-int64(len(tail)-at)
	if entries > maxEntries || directory > maxDirectory || begins+int64(directory) != ends {
		return errBroken // what reads it would go on to the end of the file
	}
	if at >= locator && bytes.HasPrefix(tail[at-locator:], []byte("PK\x06\x07")) {
		return errBroken
	}
	return nil
}
