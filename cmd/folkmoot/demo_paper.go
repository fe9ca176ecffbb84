package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
)

// plain is a file of text.
func plain(text string) ([]byte, error) { return []byte(strings.TrimSpace(text) + "\n"), nil }

// paper is a PDF with a page for each part of a text: its first line large, under a stripe, and each other line below.
func paper(text string) ([]byte, error) {
	pages := strings.Split(strings.TrimSpace(text), "\n\n")
	var kids strings.Builder
	for n := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 5+2*n)
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(pages)),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
	}
	for n, text := range pages {
		stream := pageOf(strings.Split(strings.TrimSpace(text), "\n"))
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>", 6+2*n),
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream))
	}
	return pdfOf(objects), nil
}

// pageOf draws the lines of a page. What stands in them is plain English, one byte a letter.
func pageOf(lines []string) string {
	var out strings.Builder
	out.WriteString("0.06 0.42 0.36 rg 56 786 483 6 re f 0.13 0.15 0.17 rg\n")
	escape := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
	y := 742
	for n, line := range lines {
		font, size, step := "F1", 14, 34
		if n == 0 {
			font, size, step = "F2", 26, 56
		}
		fmt.Fprintf(&out, "BT /%s %d Tf 56 %d Td (%s) Tj ET\n", font, size, y, escape.Replace(line))
		y -= step
	}
	return out.String()
}

// pdfOf puts the objects of a document, the first of which is its catalogue, into a file.
func pdfOf(objects []string) []byte {
	var out bytes.Buffer
	var at []int
	out.WriteString("%PDF-1.4\n")
	for n, object := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return out.Bytes()
}

// The parts of an OpenDocument text besides its words.
const (
	odtType     = "application/vnd.oasis.opendocument.text"
	odtManifest = `<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">` +
		`<manifest:file-entry manifest:full-path="/" manifest:media-type="` + odtType + `"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`
	odtHead = `<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
		`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>`
	odtTail = `</office:text></office:body></office:document-content>`
)

// letter is an OpenDocument text with a paragraph for each line.
func letter(text string) ([]byte, error) {
	var body, out bytes.Buffer
	body.WriteString(odtHead)
	for line := range strings.Lines(strings.TrimSpace(text)) {
		body.WriteString("<text:p>")
		if err := xml.EscapeText(&body, []byte(strings.TrimSpace(line))); err != nil {
			return nil, err
		}
		body.WriteString("</text:p>")
	}
	body.WriteString(odtTail)
	w := zip.NewWriter(&out)
	for _, part := range []struct {
		name, content string
		method        uint16
	}{{"mimetype", odtType, zip.Store}, {"content.xml", body.String(), zip.Deflate}, {"META-INF/manifest.xml", odtManifest, zip.Deflate}} {
		to, err := w.CreateHeader(&zip.FileHeader{Name: part.name, Method: part.method})
		if err != nil {
			return nil, fmt.Errorf("write a letter: %w", err)
		}
		if _, err := to.Write([]byte(part.content)); err != nil {
			return nil, fmt.Errorf("write a letter: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("write a letter: %w", err)
	}
	return out.Bytes(), nil
}

// wardPlan draws a ward from above: two rows of beds along a corridor, the lavatory at its end, and a dot for each fall.
func wardPlan(string) ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, 960, 640))
	fill := func(x, y, w, h int, c color.RGBA) {
		draw.Draw(img, image.Rect(x, y, x+w, y+h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	floor, wall, bed, sheet := color.RGBA{0xf7, 0xf4, 0xec, 255}, color.RGBA{0x4a, 0x52, 0x55, 255}, color.RGBA{0xc9, 0xd8, 0xd3, 255}, color.RGBA{0xff, 0xff, 0xff, 255}
	fill(0, 0, 960, 640, wall)
	fill(12, 12, 936, 616, floor)
	for n := range 6 {
		x := 40 + n*125
		for _, y := range []int{36, 484} {
			fill(x, y, 80, 120, bed)
			fill(x+8, y+8+(y/484)*80, 64, 24, sheet)
		}
		fill(x+100, 12, 4, 160, wall)
		fill(x+100, 468, 4, 160, wall)
	}
	fill(800, 220, 148, 6, wall)
	fill(800, 414, 148, 6, wall)
	fill(800, 220, 6, 60, wall)
	fill(830, 290, 90, 60, sheet)
	for n, at := range [][2]int{{700, 300}, {742, 330}, {760, 268}, {690, 360}, {610, 320}, {772, 372}, {640, 270}, {150, 190}, {390, 440}, {520, 300}, {730, 402}} {
		c := color.RGBA{0xb4, 0x23, 0x18, 255}
		if n%4 == 3 {
			c = color.RGBA{0xe0, 0xa1, 0x1b, 255}
		}
		dot(img, at[0], at[1], 14, c)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("draw a ward: %w", err)
	}
	return out.Bytes(), nil
}

func dot(img *image.RGBA, x, y, r int, c color.RGBA) {
	for dx := -r; dx <= r; dx++ {
		for dy := -r; dy <= r; dy++ {
			if dx*dx+dy*dy <= r*r {
				img.SetRGBA(x+dx, y+dy, c)
			}
		}
	}
}
