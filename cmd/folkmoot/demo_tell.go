package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
)

// A demoArticle is what a community of the play tells at length.
type demoArticle struct {
	in, by              string
	at                  string // when it was published, as in demoThread
	title, summary, alt string
	hue                 int // which of the covers it has
	body                string
	likes               string // who likes it, with spaces between them
}

// telling are the moments of an article: it is published, and people like it.
func (d *demo) telling(a demoArticle) ([]moment, error) {
	at, err := timeOf(a.at, time.Now())
	if err != nil {
		return nil, err
	}
	var uri string
	tell := func(ctx context.Context) (err error) {
		uri, err = d.tell(ctx, a)
		return err
	}
	like := func(ctx context.Context) error {
		for name := range strings.FieldsSeq(a.likes) {
			from, who, err := d.person(ctx, name, nil)
			if err != nil {
				return err
			}
			it, err := from.fed.Item(ctx, uri)
			if err != nil {
				return fmt.Errorf("%s looks for %s: %w", name, a.title, err)
			}
			if err := from.site.Like(ctx, who, it, models.Likes, nil); err != nil {
				return fmt.Errorf("%s likes %s: %w", name, a.title, err)
			}
		}
		return nil
	}
	return []moment{{at, tell, true}, {at.Add(likedAfter), like, true}}, nil
}

// tell publishes an article with its cover.
func (d *demo) tell(ctx context.Context, a demoArticle) (uri string, err error) {
	name, key, _ := strings.Cut(a.in, "@")
	home := d.stage(key)
	_, by, err := d.person(ctx, a.by, nil)
	if err != nil {
		return "", err
	}
	in, err := home.site.CommunityNamed(ctx, name, "")
	if err != nil {
		return "", err
	}
	picture, err := cover(a.hue)
	if err != nil {
		return "", err
	}
	kept, err := blob.PutPicture(ctx, home.site.Files(), bytes.NewReader(picture), 10<<20)
	if err != nil {
		return "", fmt.Errorf("keep a cover: %w", err)
	}
	m := &models.Media{
		OwnerID: by.ID, Sum: kept.Sum, ThumbSum: kept.ThumbSum, MediaType: kept.MediaType, Width: kept.Width, Height: kept.Height, Size: kept.Size,
	}
	if err := home.site.AddMedia(ctx, m); err != nil {
		return "", err
	}
	it, err := home.site.Publish(ctx, models.Draft{
		Kind: models.ArticleKind, By: by, In: in, Title: a.title, Source: unwrap(a.body), Language: "en",
		Detail: &models.Article{Summary: a.summary}, Pictures: []models.Picture{{MediaID: m.ID, Alt: a.alt}},
	})
	if err != nil {
		return "", fmt.Errorf("%s: %w", a.title, err)
	}
	return it.URI, nil
}

// The size of a cover, in pixels.
const (
	coverWide = 1200
	coverHigh = 675
)

// hues are the colours of the covers: the sky above and below, the light in it, and the hills from far to near.
var hues = [][]color.NRGBA{
	{{0xf6, 0xe8, 0xc9, 255}, {0xe9, 0xd3, 0xa4, 255}, {0xfd, 0xf7, 0xe6, 255}, {0x9d, 0xb5, 0x8f, 255}, {0x5f, 0x8a, 0x74, 255}, {0x1f, 0x5f, 0x5b, 255}},
	{{0x1d, 0x2b, 0x4a, 255}, {0x3c, 0x4f, 0x77, 255}, {0xf3, 0xee, 0xda, 255}, {0x2c, 0x3c, 0x60, 255}, {0x20, 0x2d, 0x4a, 255}, {0x14, 0x1d, 0x33, 255}},
	{{0xfb, 0xd9, 0x8c, 255}, {0xf4, 0xb2, 0x6b, 255}, {0xfd, 0xf1, 0xcc, 255}, {0xd9, 0x8a, 0x5c, 255}, {0xa8, 0x5b, 0x4c, 255}, {0x6b, 0x3a, 0x45, 255}},
}

// cover draws three hills under a sky with a light in it.
func cover(hue int) ([]byte, error) {
	c := hues[hue%len(hues)]
	img := image.NewNRGBA(image.Rect(0, 0, coverWide, coverHigh))
	lightX, lightY, lightR := 300.0+float64(hue)*280, 210.0, 90.0
	for x := range coverWide {
		var tops [3]float64
		for n := range tops {
			at := float64(x)/coverWide*math.Pi*2*(0.7+0.35*float64(n)) + float64(hue*2+n)*1.7
			tops[n] = 380 + 95*float64(n) + (70-14*float64(n))*math.Sin(at) + 18*math.Sin(2.3*at)
		}
		for y := range coverHigh {
			fy := float64(y)
			px := between(c[0], c[1], fy/coverHigh)
			edge := lightR - math.Hypot(float64(x)-lightX, fy-lightY)
			px = between(px, c[2], min(1, max(0, edge)))
			for n, top := range tops {
				px = between(px, c[3+n], min(1, max(0, fy-top)))
			}
			img.SetNRGBA(x, y, px)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("draw a cover: %w", err)
	}
	return out.Bytes(), nil
}

// between is a colour so far on the way from one to another.
func between(a, b color.NRGBA, part float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*part) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 255}
}
