package web

import (
	"context"
	"fmt"
	"math"
)

// landingLine is what the site is for: its own words, or ours.
func landingLine(ctx context.Context) string {
	s := siteFrom(ctx)
	if s.Mission != "" {
		return s.Mission
	}
	return T(ctx, "landing.line")
}

type circlePlace struct{ move, head, body string }

// circlePlaces sets eight people round the table of the front page, in colours a quarter turn of the hues apart; the
// ninth place, in front, is drawn empty.
var circlePlaces = func() (places []circlePlace) {
	for _, i := range []int{4, 5, 3, 6, 2, 7, 1, 8} { // those at the back first, for the others are in front of them
		angle := math.Pi/2 + 2*math.Pi*float64(i)/9
		hue := float64(i*105%360) + 20
		places = append(places, circlePlace{
			move: fmt.Sprintf("translate(%.0f %.0f) scale(%.2f)", 160+122*math.Cos(angle), 126+100*math.Sin(angle),
				0.82+0.12*math.Sin(angle)),
			head: oklch{0.86, 0.07, hue}.colour().hex(),
			body: oklch{0.66, 0.09, hue + 25}.colour().hex(),
		})
	}
	return places
}()
