package card

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The size of a card, in pixels: that which previews of links are made for.
const (
	Width  = 1200
	Height = 630
)

// The inside of a card, in pixels.
const (
	margin   = 72
	tileSide = 190
	textLeft = margin + tileSide + 56
	textWide = Width - textLeft - margin
)

// A Card is what is drawn. Letters that the font does not have are left out.
type Card struct {
	Day, Month string // of the tile: "15", "Jan"
	Title      string // up to three lines are drawn
	When       string // one line
	Where      string // one line
	By         string // who holds it
	Note       string // "Cancelled"; "" when it takes place
	Accent     color.RGBA
}

var (
	paper = color.RGBA{0xfb, 0xf9, 0xf5, 0xff}
	ink   = color.RGBA{0x22, 0x26, 0x2b, 0xff}
	soft  = color.RGBA{0x5a, 0x60, 0x68, 0xff}
	bad   = color.RGBA{0xa0, 0x2c, 0x1f, 0xff}
)

var bold, regular = parsed(gobold.TTF), parsed(goregular.TTF)

func parsed(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err) // our own constant, read when the program starts
	}
	return f
}

// PNG draws the card.
func (c Card) PNG() ([]byte, error) {
	s := &sheet{RGBA: image.NewRGBA(image.Rect(0, 0, Width, Height)), faces: map[string]font.Face{}}
	s.fill(s.Bounds(), paper)
	s.fill(image.Rect(0, 0, Width, 18), c.Accent)
	s.tile(c)
	y := margin + 64
	if c.Note != "" {
		s.line(bold, 34, bad, textLeft, y, c.Note)
		y += 62
	}
	for _, line := range s.wrap(bold, 60, c.Title, 3) {
		s.line(bold, 60, ink, textLeft, y+8, line)
		y += 74
	}
	y += 26
	for _, line := range s.wrap(regular, 34, c.When, 2) {
		s.line(regular, 34, ink, textLeft, y, line)
		y += 48
	}
	for _, line := range s.wrap(regular, 34, c.Where, 2) {
		s.line(regular, 34, soft, textLeft, y, line)
		y += 48
	}
	s.fill(image.Rect(margin, Height-112, Width-margin, Height-110), c.Accent)
	for _, line := range s.wrap(regular, 30, c.By, 1) {
		s.line(regular, 30, soft, margin, Height-58, line)
	}
	if s.err != nil {
		return nil, fmt.Errorf("draw card: %w", s.err)
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&out, s.RGBA); err != nil {
		return nil, fmt.Errorf("draw card: %w", err)
	}
	return out.Bytes(), nil
}

// A sheet is what a card is drawn on. The first thing that goes wrong stays in err.
type sheet struct {
	*image.RGBA
	faces map[string]font.Face
	err   error
}

func (s *sheet) fill(r image.Rectangle, c color.RGBA) {
	draw.Draw(s.RGBA, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// tile is the date, as calendars on walls have it.
func (s *sheet) tile(c Card) {
	s.fill(image.Rect(margin, margin, margin+tileSide, margin+tileSide+20), c.Accent)
	centred := func(f *opentype.Font, size float64, y int, text string) {
		s.line(f, size, paper, margin+(tileSide-s.wide(f, size, text))/2, y, text)
	}
	centred(bold, 100, margin+118, c.Day)
	centred(regular, 46, margin+178, c.Month)
}

func (s *sheet) face(f *opentype.Font, size float64) font.Face {
	key := fmt.Sprint(f == bold, size)
	if known := s.faces[key]; known != nil || s.err != nil {
		return known
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		s.err = err
		return nil
	}
	s.faces[key] = face
	return face
}

func (s *sheet) wide(f *opentype.Font, size float64, text string) int {
	face := s.face(f, size)
	if s.err != nil {
		return 0
	}
	return font.MeasureString(face, text).Ceil()
}

func (s *sheet) line(f *opentype.Font, size float64, c color.RGBA, x, y int, text string) {
	face := s.face(f, size)
	if s.err != nil {
		return
	}
	d := font.Drawer{Dst: s.RGBA, Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(text)
}

// wrap breaks a text into so many lines at the most; of a longer one the end is left out.
func (s *sheet) wrap(f *opentype.Font, size float64, text string, most int) []string {
	room := textWide
	if most == 1 {
		room = Width - 2*margin
	}
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch next := strings.TrimSpace(line + " " + word); {
		case s.wide(f, size, next) <= room:
			line = next
		case len(lines)+1 == most:
			return append(lines, s.cut(f, size, next, room))
		case line == "":
			line = s.cut(f, size, word, room)
		default:
			lines, line = append(lines, line), s.cut(f, size, word, room)
		}
	}
	if line == "" {
		return lines
	}
	return append(lines, line)
}

// cut leaves out the end of a line that is too long.
func (s *sheet) cut(f *opentype.Font, size float64, line string, room int) string {
	if s.wide(f, size, line) <= room {
		return line
	}
	r := []rune(line)
	for len(r) > 1 && s.wide(f, size, string(r)+"…") > room {
		r = r[:len(r)-1]
	}
	return strings.TrimSpace(string(r)) + "…"
}
