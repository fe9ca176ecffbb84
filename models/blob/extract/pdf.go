package extract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/charmap"
)

const (
	maxPages  = 2_000
	thumbSide = "960" // pixels of the longer side of a first page
)

// pdfWords reads a PDF with pdftotext where that is installed (Poppler), since it knows far more of them, and else by itself.
func pdfWords(ctx context.Context, file *os.File, size int64, w *words) error {
	if tool, err := exec.LookPath("pdftotext"); err == nil {
		return toolWords(ctx, tool, file, w)
	}
	return ownPDFWords(file, size, w)
}

func toolWords(ctx context.Context, tool string, file *os.File, w *words) error {
	cmd := exec.CommandContext(ctx, tool, "-q", "-enc", "UTF-8", "-nopgbrk", "-l", fmt.Sprint(maxPages), "-", "-")
	cmd.Stdin = file
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(out, 2*Most))
	if err == nil && len(text) == 2*Most {
		_ = cmd.Process.Kill() // it has said enough
	}
	_ = cmd.Wait() // it complains of much that can be read all the same
	return errors.Join(err, w.text(string(text)))
}

// ownPDFWords reads the text of each page. A page that cannot be read is left out.
func ownPDFWords(r io.ReaderAt, size int64, w *words) error {
	doc, err := pdf.NewReader(r, size)
	if err != nil {
		return err
	}
	fonts := map[string]*pdf.Font{}
	var failed error
	for n := 1; n <= min(doc.NumPage(), maxPages); n++ {
		text, err := pageText(doc, n, fonts)
		if err != nil {
			failed = err
			continue
		}
		w.gap()
		if err := w.text(mended(text)); err != nil {
			return err
		}
	}
	return failed
}

func pageText(doc *pdf.Reader, n int, fonts map[string]*pdf.Font) (text string, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("page %d: %v", n, fault)
		}
	}()
	page := doc.Page(n)
	if page.V.IsNull() {
		return "", nil
	}
	return page.GetPlainText(fonts)
}

// mended puts right text whose UTF-8 was read byte by byte as Windows-1252, as the reader does with some PDFs: "WÃ¶rld".
func mended(s string) string {
	if !strings.ContainsAny(s, "ÃÂâ") {
		return s
	}
	var out strings.Builder
	for line := range strings.Lines(s) {
		raw, err := charmap.Windows1252.NewEncoder().String(line)
		if err != nil || !utf8.ValidString(raw) {
			raw = line
		}
		out.WriteString(raw)
	}
	return out.String()
}

// errNoTool says that nothing is installed that draws pages.
var errNoTool = errors.New("pdftoppm is not installed")

// FirstPage writes the first page of a PDF as a PNG, with pdftoppm (Poppler) where that is installed; without it that is an error.
func FirstPage(ctx context.Context, file *os.File, out io.Writer) error {
	tool, err := exec.LookPath("pdftoppm")
	if err != nil {
		return errNoTool
	}
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, tool, "-q", "-png", "-singlefile", "-f", "1", "-l", "1", "-scale-to", thumbSide, "-")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = file, out, &said
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("draw the first page: %w: %.200s", err, said.String())
	}
	return nil
}

// Draws tells whether first pages can be drawn, and Reads whether Poppler reads the text of PDFs.
func Draws() bool { _, err := exec.LookPath("pdftoppm"); return err == nil }

// Reads tells whether Poppler reads the text of PDFs; without it, a reader of less knowledge does.
func Reads() bool { _, err := exec.LookPath("pdftotext"); return err == nil }
