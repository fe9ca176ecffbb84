package web

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A colour in sRGB, each part 0 to 1.
type colour struct{ r, g, b float64 }

// parseColour reads "#rrggbb" or "#rgb", with or without the #.
func parseColour(hex string) (colour, bool) {
	hex = strings.TrimPrefix(strings.TrimSpace(hex), "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if len(hex) != 6 || err != nil {
		return colour{}, false
	}
	return colour{float64(n>>16&255) / 255, float64(n>>8&255) / 255, float64(n&255) / 255}, true
}

func mustColour(hex string) colour {
	c, ok := parseColour(hex)
	if !ok {
		panic("web: not a colour: " + hex) // only called with constants
	}
	return c
}

func (c colour) hex() string {
	part := func(v float64) int { return int(math.Round(255 * math.Min(1, math.Max(0, v)))) }
	return fmt.Sprintf("#%02x%02x%02x", part(c.r), part(c.g), part(c.b))
}

// mix lays share (0 to 1) of over on c.
func (c colour) mix(over colour, share float64) colour {
	blend := func(a, b float64) float64 { return a + (b-a)*share }
	return colour{blend(c.r, over.r), blend(c.g, over.g), blend(c.b, over.b)}
}

// contrast is the contrast ratio of WCAG 2.2, 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func (c colour) luminance() float64 {
	return 0.2126*linear(c.r) + 0.7152*linear(c.g) + 0.0722*linear(c.b)
}

func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func gamma(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// oklch is a colour as people see it: lightness 0 to 1, chroma 0 to about 0.3, hue in degrees. Shades made in it keep
// their hue, which shades made in sRGB do not. The matrices are those of CSS Color 4.
type oklch struct{ l, c, h float64 }

func (c colour) oklch() oklch {
	r, g, b := linear(c.r), linear(c.g), linear(c.b)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	okA := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	okB := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return oklch{
		l: 0.2104542553*l + 0.7936177850*m - 0.0040720468*s,
		c: math.Hypot(okA, okB),
		h: math.Atan2(okB, okA) * 180 / math.Pi,
	}
}

// colour turns o into sRGB, with less chroma where sRGB cannot show it.
func (o oklch) colour() colour {
	for ; o.c > 0; o.c -= 0.005 {
		if c := o.raw(); c.shown() {
			return c
		}
	}
	o.c = 0
	return o.raw()
}

func (o oklch) raw() colour {
	rad := o.h * math.Pi / 180
	a, b := o.c*math.Cos(rad), o.c*math.Sin(rad)
	l := math.Pow(o.l+0.3963377774*a+0.2158037573*b, 3)
	m := math.Pow(o.l-0.1055613458*a-0.0638541728*b, 3)
	s := math.Pow(o.l-0.0894841775*a-1.2914855480*b, 3)
	return colour{
		gamma(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		gamma(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		gamma(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
	}
}

func (c colour) shown() bool {
	in := func(v float64) bool { return v >= -0.001 && v <= 1.001 }
	return in(c.r) && in(c.g) && in(c.b)
}
