package extract

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/folkmoot/folkmoot/models/blob/blobtest"
)

// reading checks that a reader ends, does not panic, and says no more than it may, as UTF-8.
func reading(t *testing.T, read func(w *words) error) {
	t.Helper()
	var out bytes.Buffer
	w := &words{out: &out}
	_ = read(w) // a broken file is an error, and what was read until then is kept
	if err := w.flush(); err != nil {
		t.Fatal(err)
	}
	if said := out.String(); len(said) > Most || !utf8.ValidString(said) || strings.Contains(said, "  ") {
		t.Errorf("%d bytes: %.100q", len(said), said)
	}
}

func FuzzOffice(f *testing.F) {
	f.Add(blobtest.DOCX("Wash your hands", "Zürich"))
	f.Add(blobtest.ODT("Wash your hands"))
	f.Fuzz(func(t *testing.T, data []byte) {
		reading(t, func(w *words) error { return officeWords(bytes.NewReader(data), int64(len(data)), w) })
	})
}

func FuzzOfficeXML(f *testing.F) {
	f.Add(`<?xml version="1.0"?><w:p xmlns:w="x"><w:t>Wash &amp; dry</w:t></w:p>`)
	f.Add(`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`)
	f.Fuzz(func(t *testing.T, data string) {
		reading(t, func(w *words) error { return xmlWords(strings.NewReader(data), w, false) })
	})
}

func FuzzPlain(f *testing.F) {
	f.Add([]byte("Wash your hands"))
	f.Add([]byte("\xff\xfeW\x00a\x00"))
	f.Add([]byte("Caf\xe9"))
	f.Fuzz(func(t *testing.T, data []byte) {
		reading(t, func(w *words) error { return plainWords(bytes.NewReader(data), int64(len(data)), w) })
	})
}

func TestMended_TextReadByteByByteIsPutRight(t *testing.T) {
	for said, want := range map[string]string{
		"WÃ¶rld":           "Wörld",
		"Wörld":            "Wörld",
		"plain":            "plain",
		"cafÃ©\nand Åland": "café\nand Åland",
		"Ã":                "Ã",
	} {
		if got := mended(said); got != want {
			t.Errorf("%q is %q", said, got)
		}
	}
}
