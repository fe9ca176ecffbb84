package extract

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// plainWords reads text without any markup. It is UTF-8 or, with the mark of it, UTF-16; what is neither was written by an older
// system of the West (Windows-1252).
func plainWords(r io.ReaderAt, size int64, w *words) error {
	data := make([]byte, min(size, 4*Most))
	if _, err := r.ReadAt(data, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	var from encoding.Encoding = unicode.UTF8BOM
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		from = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case !utf8.Valid(cutRune(data)):
		from = charmap.Windows1252
	}
	plain, _, err := transform.Bytes(from.NewDecoder(), data)
	if err != nil {
		return err
	}
	return w.text(string(plain))
}

// cutRune takes off the beginning of a character that was cut in two.
func cutRune(data []byte) []byte {
	for n := 1; n <= min(utf8.UTFMax, len(data)); n++ {
		last := data[len(data)-n:]
		if utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return data[:len(data)-n]
			}
			break
		}
	}
	return data
}
