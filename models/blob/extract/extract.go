package extract

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Most is how many bytes of words are written. The rest is left out.
const Most = 1 << 20

// errEnough ends the reading of a file of which enough is known.
var errEnough = errors.New("enough words")

// Words writes the words that stand in a file, one space or line feed between them, as UTF-8. A type that holds none, or that is
// not known, is no error. It does not panic, whatever the file holds.
func Words(ctx context.Context, mediaType string, file *os.File, out io.Writer) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("read %s: %v", mediaType, fault)
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("read %s: %w", mediaType, err)
	}
	w := &words{out: out}
	switch size := info.Size(); {
	case mediaType == "application/pdf":
		err = pdfWords(ctx, file, size, w)
	case strings.HasPrefix(mediaType, "text/"):
		err = plainWords(file, size, w)
	case isOffice(mediaType):
		err = officeWords(file, size, w)
	}
	if err = errors.Join(err, w.flush()); err != nil && !errors.Is(err, errEnough) {
		return fmt.Errorf("read %s: %w", mediaType, err)
	}
	return nil
}

// words writes text with its space folded, and ends with errEnough once there is Most of it.
type words struct {
	out     io.Writer
	buf     []byte
	written int
	space   bool
}

// text adds some words.
func (w *words) text(s string) error {
	for _, r := range strings.ToValidUTF8(s, " ") {
		if r <= ' ' || r == '\u00a0' || r == '\uFFFD' || r == 0x7f {
			w.gap()
			continue
		}
		if w.space && w.written+len(w.buf) > 0 {
			w.buf = append(w.buf, ' ')
		}
		w.space = false
		w.buf = append(w.buf, string(r)...)
		if w.written+len(w.buf) > Most-8 {
			return errors.Join(w.flush(), errEnough)
		}
	}
	if len(w.buf) > 32<<10 {
		return w.flush()
	}
	return nil
}

// gap parts what comes next from what came.
func (w *words) gap() { w.space = true }

func (w *words) flush() error {
	n, err := w.out.Write(w.buf)
	w.written += n
	w.buf = w.buf[:0]
	return err
}
