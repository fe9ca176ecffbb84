package web

import (
	"context"
	"image/color"
	"math"
	"strconv"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web/card"
)

// Card is the picture of an event that previews of links and other software show. by is who holds it, accent the site's
// colour ("#rrggbb"); one that is none is the default one. The year stands in it, as it is kept elsewhere for long.
func (e *Event) Card(ctx context.Context, by, accent string) card.Card {
	c := card.Card{
		Day: strconv.Itoa(e.Start.Day()), Month: shortMonth(ctx, e.Start), Title: e.Title, When: SpokenTime(ctx, e.Start, e.End),
		Where: e.where(ctx), By: by, Accent: rgba(accent),
	}
	switch e.Status {
	case models.Cancelled:
		c.Note = T(ctx, "event.cancelled")
	case models.Postponed:
		c.Note = T(ctx, "event.postponed")
	}
	return c
}

func rgba(accent string) color.RGBA {
	c, ok := parseColour(accent)
	if !ok {
		c = mustColour(DefaultAccent)
	}
	part := func(v float64) uint8 { return uint8(math.Round(255 * v)) }
	return color.RGBA{part(c.r), part(c.g), part(c.b), 0xff}
}
