package handlers_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// picture is a PNG of that size, in pixels.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			m.Set(x, y, color.RGBA{uint8(x), uint8(y), 90, 255})
		}
	}
	var out bytes.Buffer
	mt.Must(t, png.Encode(&out, m))
	return out.Bytes()
}
