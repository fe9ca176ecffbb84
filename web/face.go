package web

import (
	"fmt"
	"hash/fnv"
	"html"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"
)

// A Face is a person's picture, or the one that we draw for them.
type Face struct {
	Name    string
	Picture string // URL; empty means drawn
	Size    string // "", "small", "tiny" or "big"
}

// drawing is what a name gives: a ground, a hill on it, and ink that can be read on both.
type drawing struct {
	ground, hill, ink string
	deep, seat        string // of a community's emblem
	seed              uint32
}

// drawings holds every drawing that there can be, by hue, so that a page of faces costs no colour sums.
var drawings = func() (all [24]drawing) {
	for i := range all {
		hue := float64(i)*15 + 5
		all[i] = drawing{
			ground: oklch{0.88, 0.062, hue}.colour().hex(),
			hill:   oklch{0.80, 0.085, hue}.colour().hex(),
			ink:    oklch{0.32, 0.075, hue}.colour().hex(),
			deep:   oklch{0.54, 0.1, hue}.colour().hex(),
			seat:   oklch{0.95, 0.025, hue + 40}.colour().hex(),
		}
	}
	return all
}()

// draw is the same for the same name, everywhere and for ever.
func draw(name string) drawing {
	h := fnv.New32a()
	_, _ = h.Write([]byte(strings.ToLower(strings.TrimSpace(name))))
	seed := h.Sum32()
	seed ^= seed >> 15 // FNV's low bits alone cluster for short names
	d := drawings[seed%uint32(len(drawings))]
	d.seed = seed
	return d
}

// Initials are one or two letters for a name: "Asha Patel" gives AP, "Cath" gives C. A name without letters gives "·".
func Initials(name string) string {
	var letters []rune
	for _, word := range strings.Fields(name) {
		for _, r := range word {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				letters = append(letters, unicode.ToUpper(r))
				break
			}
		}
	}
	switch len(letters) {
	case 0:
		return "·"
	case 1:
		return string(letters)
	}
	return string([]rune{letters[0], letters[len(letters)-1]})
}

// drawnFace is an initialled face on a hill of its own. It is Go and not a template because a page shows hundreds.
func drawnFace(f Face) templ.Component {
	d := draw(f.Name)
	return templ.Raw(`<svg class="` + faceClass(f.Size) + `" viewBox="0 0 48 48" aria-hidden="true" focusable="false">` +
		`<path fill="` + d.ground + `" d="M0 0h48v48H0z"/><circle cx="` + d.hillX() + `" cy="52" r="25" fill="` + d.hill + `"/>` +
		`<text x="24" y="30.5" text-anchor="middle" font-size="18" font-weight="600" fill="` + d.ink + `">` +
		html.EscapeString(Initials(f.Name)) + `</text></svg>`)
}

// drawnEmblem is the mark of a community that has no picture.
func drawnEmblem(name, class string) templ.Component {
	d := draw(name)
	var out strings.Builder
	out.WriteString(`<svg class="fm-emblem ` + html.EscapeString(class) + `" viewBox="0 0 48 48" aria-hidden="true" focusable="false">` +
		`<path fill="` + d.deep + `" d="M0 0h48v48H0z"/>`)
	for _, s := range d.seats() {
		look := `" fill="` + d.seat + `"/>`
		if s.free {
			look = `" fill="none" stroke="` + d.seat + `" stroke-width="1.4"/>`
		}
		out.WriteString(`<circle cx="` + s.x + `" cy="` + s.y + `" r="` + s.r + look)
	}
	out.WriteString(`</svg>`)
	return templ.Raw(out.String())
}

// hillX is where the hill of a face stands, 8 to 40 of 48.
func (d drawing) hillX() string { return strconv.Itoa(8 + int((d.seed>>8)%33)) }

// A seat is one circle of a community's emblem; a free one is only its outline.
type seat struct {
	x, y, r string
	free    bool
}

// seats places five to nine seats in a round, which is what a moot is, with one of them still free.
func (d drawing) seats() []seat {
	count := 5 + int((d.seed>>9)%5)
	turn := float64((d.seed>>16)%360) * math.Pi / 180
	free := int(d.seed>>4) % count
	all := make([]seat, count)
	for i := range all {
		angle := turn + 2*math.Pi*float64(i)/float64(count)
		all[i] = seat{
			x:    fmt.Sprintf("%.1f", 24+13.5*math.Cos(angle)),
			y:    fmt.Sprintf("%.1f", 24+13.5*math.Sin(angle)),
			r:    fmt.Sprintf("%.1f", 6.3-0.36*float64(count)),
			free: i == free,
		}
	}
	return all
}

func faceClass(size string) string {
	switch size {
	case "small":
		return "fm-face fm-face--small"
	case "tiny":
		return "fm-face fm-face--tiny"
	case "big":
		return "fm-face fm-face--big"
	}
	return "fm-face"
}
