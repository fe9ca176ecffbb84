package blob

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"
)

var red, green, blue, white = color.RGBA{200, 0, 0, 255}, color.RGBA{0, 160, 0, 255}, color.RGBA{0, 0, 200, 255}, color.RGBA{255, 255, 255, 255}

// quarters draws a picture of four colours: red and green above, blue and white below.
func quarters(width, height int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for i, c := range []color.RGBA{red, green, blue, white} {
		x, y := i%2*width/2, i/2*height/2
		draw.Draw(m, image.Rect(x, y, x+width/2, y+height/2), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return m
}

// name says which of the four colours is at a place; JPEG does not keep them exactly.
func name(c color.Color) string {
	r, g, b, _ := c.RGBA()
	switch r, g, b := r > 0x7000, g > 0x7000, b > 0x7000; {
	case r && g && b:
		return "white"
	case r:
		return "red"
	case g:
		return "green"
	case b:
		return "blue"
	}
	return "black"
}

// corners names the colours of the four quarters.
func corners(m image.Image) string {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	return fmt.Sprint(name(m.At(w/4, h/4)), " ", name(m.At(3*w/4, h/4)), " ", name(m.At(w/4, 3*h/4)), " ", name(m.At(3*w/4, 3*h/4)))
}

func encoded(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asJPEG(t testing.TB, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 95}) })
}

func asPNG(t testing.TB, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return png.Encode(w, m) })
}

func asGIF(t testing.TB, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return gif.Encode(w, m, nil) })
}

// asWebP writes a lossless WebP of one colour: each of its five codes has one symbol, and so its pixels take no bits.
func asWebP(width, height int, c color.RGBA) []byte {
	var bits []byte
	add := func(value, count int) {
		for i := range count {
			bits = append(bits, byte(value>>i&1))
		}
	}
	add(0x2F, 8)
	add(width-1, 14)
	add(height-1, 14)
	add(0, 1+3+1+1+1) // no alpha, version 0, no transform, no cache of colours, one set of codes
	for _, symbol := range []uint8{c.G, c.R, c.B, c.A, 0} {
		add(1, 1) // a simple code
		add(0, 1) // of one symbol
		add(1, 1) // of eight bits
		add(int(symbol), 8)
	}
	data := make([]byte, (len(bits)+7)/8)
	for i, bit := range bits {
		data[i/8] |= bit << (i % 8)
	}
	if len(data)%2 == 1 {
		data = append(data, 0)
	}
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(data)+12))
	out = binary.LittleEndian.AppendUint32(append(out, "WEBPVP8L"...), uint32(len(data)))
	return append(out, data...)
}

// withSegment puts a segment of application data into a JPEG, after its first two bytes.
func withSegment(data []byte, marker byte, content []byte) []byte {
	segment := binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(content)+2))
	return slices.Concat(data[:2], segment, content, data[2:])
}

// exif makes the content of an Exif segment with an orientation, after another entry, and a place in words.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	out := []byte("Exif\x00\x00MM\x00*")
	if order.String() == binary.LittleEndian.String() {
		out = []byte("Exif\x00\x00II*\x00")
	}
	out = order.AppendUint16(order.AppendUint32(out, 8), 2)
	for _, entry := range [][2]uint16{{0x0100, 640}, {0x0112, orientation}} {
		out = order.AppendUint32(order.AppendUint16(order.AppendUint16(out, entry[0]), 3), 1)
		out = append(order.AppendUint16(out, entry[1]), 0, 0)
	}
	return append(out, "\x00\x00\x00\x00GPS 51.5N 0.12W"...)
}

const tenMiB = 10 << 20

func read(t testing.TB, data []byte) *Picture {
	t.Helper()
	p, err := ReadPicture(t.Context(), bytes.NewReader(data), tenMiB)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func shown(t testing.TB, data []byte, mediaType string) image.Image {
	t.Helper()
	m, format, err := image.Decode(bytes.NewReader(data))
	if err != nil || "image/"+format != mediaType {
		t.Fatalf("kept as %s, said to be %s: %v", format, mediaType, err)
	}
	return m
}

func TestPicture_ReadsEachFormat(t *testing.T) {
	large := quarters(4000, 3000)
	clear := quarters(100, 80)
	draw.Draw(clear, image.Rect(50, 40, 100, 80), image.Transparent, image.Point{}, draw.Src)
	for name, c := range map[string]struct {
		data               []byte
		mediaType, corners string
		width, height      int
	}{
		"large JPEG":            {asJPEG(t, large), "image/jpeg", "red green blue white", 1600, 1200},
		"small JPEG":            {asJPEG(t, quarters(40, 60)), "image/jpeg", "red green blue white", 40, 60},
		"tall PNG":              {asPNG(t, quarters(300, 2000)), "image/jpeg", "red green blue white", 240, 1600},
		"transparent PNG":       {asPNG(t, clear), "image/png", "red green blue black", 100, 80},
		"GIF":                   {asGIF(t, quarters(500, 500)), "image/jpeg", "red green blue white", 500, 500},
		"WebP":                  {asWebP(700, 300, blue), "image/jpeg", "blue blue blue blue", 700, 300},
		"grey PNG":              {asPNG(t, image.NewGray(image.Rect(0, 0, 90, 90))), "image/jpeg", "black black black black", 90, 90},
		"16 bits of PNG":        {asPNG(t, image.NewGray16(image.Rect(0, 0, 90, 90))), "image/jpeg", "black black black black", 90, 90},
		"PNG of one pixel":      {asPNG(t, image.NewGray(image.Rect(0, 0, 1, 1))), "image/jpeg", "black black black black", 1, 1},
		"PNG as wide as a hair": {asPNG(t, image.NewGray(image.Rect(0, 0, 1, 20_000))), "image/jpeg", "black black black black", 1, 1600},
	} {
		t.Run(name, func(t *testing.T) {
			p := read(t, c.data)
			if p.MediaType != c.mediaType || p.Width != c.width || p.Height != c.height {
				t.Errorf("%s, %d × %d", p.MediaType, p.Width, p.Height)
			}
			full, thumb := shown(t, p.Full, p.MediaType), shown(t, p.Thumb, p.MediaType)
			if got := corners(full); got != c.corners {
				t.Errorf("shows %s, want %s", got, c.corners)
			}
			if got := corners(thumb); got != c.corners {
				t.Errorf("the small one shows %s, want %s", got, c.corners)
			}
			size := thumb.Bounds().Size()
			if long := max(size.X, size.Y); long > ThumbSide || long < min(ThumbSide, max(c.width, c.height)) {
				t.Errorf("the small one is %v", size)
			}
		})
	}
}

func TestPicture_IsTurnedUpright(t *testing.T) {
	stored := asJPEG(t, quarters(160, 96))
	for orientation, want := range map[uint16]string{ // as in Exif 2.3: where the first row and the first column belong
		1: "red green blue white", 2: "green red white blue", 3: "white blue green red", 4: "blue white red green",
		5: "red blue green white", 6: "blue red white green", 7: "white green blue red", 8: "green white red blue",
		0: "red green blue white", 9: "red green blue white",
	} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			p := read(t, withSegment(stored, 0xE1, exif(order, orientation)))
			if got := corners(shown(t, p.Full, p.MediaType)); got != want {
				t.Errorf("orientation %d: %s, want %s", orientation, got, want)
			}
			if wide := p.Width > p.Height; wide != (orientation < 5 || orientation > 8) {
				t.Errorf("orientation %d: %d × %d", orientation, p.Width, p.Height)
			}
			if bytes.Contains(p.Full, []byte("GPS")) || bytes.Contains(p.Full, []byte("Exif")) {
				t.Error("where it was taken is still in the picture")
			}
		}
	}
}

func TestPicture_BrokenExifIsPassedOver(t *testing.T) {
	whole := exif(binary.BigEndian, 6)
	stored := asJPEG(t, quarters(160, 96))
	for length := range len(whole) {
		read(t, withSegment(stored, 0xE1, whole[:length]))
	}
	for at := range 20 {
		broken := slices.Clone(whole)
		broken[at] = 0xFF
		read(t, withSegment(stored, 0xE1, broken))
	}
}

// pngHeader is the start of a PNG that says it is so large.
func pngHeader(width, height uint32) []byte {
	header := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	header = append(binary.BigEndian.AppendUint32(header, height), 8, 2, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(header))
}

// claiming changes the size that a JPEG says it has.
func claiming(data []byte, marker byte, width, height uint16) []byte {
	data = slices.Clone(data)
	frame := bytes.Index(data, []byte{0xFF, 0xC0})
	data[frame+1] = marker
	binary.BigEndian.PutUint16(data[frame+5:], height)
	binary.BigEndian.PutUint16(data[frame+7:], width)
	return data
}

// manyScans repeats the last pass over a JPEG.
func manyScans(data []byte, count int) []byte {
	scan := bytes.Index(data, []byte{0xFF, 0xDA})
	return append(slices.Clone(data[:scan]), bytes.Repeat(data[scan:len(data)-2], count)...)
}

func TestM05_WhatIsNoPictureIsRefusedWithItsReason(t *testing.T) {
	small := asJPEG(t, quarters(160, 96))
	for name, c := range map[string]struct {
		data []byte
		want PictureReason
	}{
		"nothing":                        {nil, PictureEmpty},
		"HTML named as a picture":        {[]byte("<!doctype html><script>alert(1)</script>"), PictureOther},
		"SVG":                            {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), PictureOther},
		"an activity":                    {[]byte(`{"type":"Create"}`), PictureOther},
		"PDF":                            {[]byte("%PDF-1.7\n"), PictureOther},
		"zip":                            {[]byte("PK\x03\x04"), PictureOther},
		"TIFF":                           {[]byte("II*\x00\x08\x00\x00\x00"), PictureOther},
		"BMP":                            {append([]byte("BM"), make([]byte, 100)...), PictureOther},
		"words":                          {[]byte("hello"), PictureOther},
		"zeros":                          {make([]byte, 1000), PictureOther},
		"more bytes than it may have":    {make([]byte, tenMiB+1), PictureTooLarge},
		"PNG of 50,000 by 50,000":        {pngHeader(50_000, 50_000), PictureTooLarge},
		"PNG of all there can be":        {pngHeader(1<<31-1, 1<<31-1), PictureUnreadable},
		"PNG without pixels":             {pngHeader(0, 10), PictureUnreadable},
		"PNG of one long row":            {pngHeader(40_000_000, 1), PictureTooLarge},
		"JPEG of 65,000 by 65,000":       {claiming(small, 0xC0, 65_000, 65_000), PictureTooLarge},
		"large progressive JPEG":         {claiming(small, 0xC2, 7000, 5600), PictureTooLarge},
		"JPEG of a thousand passes":      {manyScans(small, 1000), PictureTooLarge},
		"the same, hidden behind a byte": {manyScans(withSegment(slices.Concat(small[:2], []byte{0}, small[2:]), 0xE0, nil), 1000), PictureTooLarge},
		"WebP of 16,384 by 16,384":       {asWebP(16_384, 16_384, red), PictureTooLarge},
		"half a JPEG":                    {small[:len(small)/2], PictureUnreadable},
		"half a PNG":                     {asPNG(t, quarters(100, 100))[:100], PictureUnreadable},
		"the start of a GIF":             {[]byte("GIF89a"), PictureUnreadable},
		"the start of a WebP":            {asWebP(10, 10, red)[:20], PictureUnreadable},
		"the start of a JPEG":            {[]byte{0xFF, 0xD8, 0xFF}, PictureUnreadable},
	} {
		_, err := ReadPicture(t.Context(), bytes.NewReader(c.data), tenMiB)
		var refused *PictureError
		if !errors.As(err, &refused) || refused.Reason != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
			continue
		}
		if words := err.Error(); !strings.HasSuffix(words, ".") || strings.Contains(words, "image:") {
			t.Errorf("%s: not words for people: %s", name, words)
		}
	}
}

func TestM05_OnlyPixelsAreKept(t *testing.T) {
	const payload = "<script>alert('second file')</script>PK\x03\x04"
	photo := asJPEG(t, quarters(160, 96))
	drawing := asPNG(t, quarters(160, 96))
	comment := withSegment(photo, 0xFE, []byte(payload))
	animation := &gif.GIF{}
	for range 10_000 {
		animation.Image = append(animation.Image, image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{red, green}))
		animation.Delay = append(animation.Delay, 1)
	}
	for name, data := range map[string][]byte{
		"words after a JPEG":  append(slices.Clone(photo), payload...),
		"words after a PNG":   append(slices.Clone(drawing), payload...),
		"words after a GIF":   append(asGIF(t, quarters(160, 96)), payload...),
		"words inside a JPEG": comment,
		"a profile in a JPEG": withSegment(photo, 0xE2, []byte("ICC_PROFILE\x00"+payload)),
		"10,000 frames":       encoded(t, func(w io.Writer) error { return gif.EncodeAll(w, animation) }),
	} {
		p := read(t, data)
		for _, kept := range [][]byte{p.Full, p.Thumb} {
			if bytes.Contains(kept, []byte("script")) || bytes.Contains(kept, []byte("PK\x03\x04")) || len(kept) > 100_000 {
				t.Errorf("%s: more than pixels is kept", name)
			}
		}
	}
}

func TestPicture_GivesUpWithItsContext(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ReadPicture(gone, bytes.NewReader(asPNG(t, quarters(10, 10))), tenMiB); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestStore_KeepsAPictureAndItsSmallCopy(t *testing.T) {
	s, dir := newStore(t)
	kept, err := PutPicture(t.Context(), s, bytes.NewReader(asJPEG(t, quarters(1000, 500))), tenMiB)
	if err != nil || kept.Width != 1000 || kept.Height != 500 || kept.MediaType != "image/jpeg" || kept.Sum == kept.ThumbSum {
		t.Fatalf("%+v, %v", kept, err)
	}
	for sum, width := range map[string]int{kept.Sum: 1000, kept.ThumbSum: ThumbSide} {
		file, err := s.Open(t.Context(), sum)
		if err != nil {
			t.Fatal(err)
		}
		m, err := jpeg.Decode(file)
		if err := errors.Join(err, file.Close()); err != nil || m.Bounds().Dx() != width {
			t.Errorf("%v, %v", m.Bounds(), err)
		}
	}
	small, err := PutPicture(t.Context(), s, bytes.NewReader(asPNG(t, quarters(100, 100))), tenMiB)
	if err != nil || small.Sum != small.ThumbSum {
		t.Errorf("%+v, %v", small, err)
	}
	if _, err := PutPicture(t.Context(), s, strings.NewReader("<html>"), tenMiB); err == nil {
		t.Error("HTML is kept as a picture")
	}
	if found := files(t, dir); len(found) != 3 {
		t.Errorf("%d files", len(found))
	}
}

func FuzzPicture(f *testing.F) {
	photo := asJPEG(f, quarters(32, 24))
	for _, seed := range [][]byte{
		nil, photo, withSegment(photo, 0xE1, exif(binary.LittleEndian, 6)), asPNG(f, quarters(16, 16)), asGIF(f, quarters(16, 16)), asWebP(9, 7, blue),
		pngHeader(1, 1), manyScans(photo, 3),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadPicture(t.Context(), bytes.NewReader(data), 1<<16)
		var refused *PictureError
		if err != nil && !errors.As(err, &refused) {
			t.Fatal(err)
		}
		if err == nil {
			shown(t, p.Full, p.MediaType)
		}
	})
}

func BenchmarkReadPicture(b *testing.B) {
	photo := asJPEG(b, quarters(4000, 3000))
	b.ReportAllocs()
	for b.Loop() {
		read(b, photo)
	}
}
