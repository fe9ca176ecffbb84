package handlers_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
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

func TestPictures_AskOnceWhatTheyShowAndAreKeptMeanwhile(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Community(t, d.site, ana, "ward-safety")
		b := d.as(ana)
		r := b.upload("/c/ward-safety/new", "picture1", picture(t, 900, 700), "title", "Look", "do", "send").want(http.StatusUnprocessableEntity).
			says("Say in one sentence what the picture shows", "It is only decoration")
		id := fieldOf(r.body, "keep")
		thread := b.post("/c/ward-safety/new", "title", "Look", "keep", id, "alt-"+id, "A chair by a bed", "do", "send").follow().
			says(`alt="A chair by a bed"`, "/media/"+id+"/small")
		path := strings.TrimPrefix(thread.asked, "GET ")
		b.get(path+"/edit").says(`value="`+id+`"`, "A chair by a bed")
		b.post(path+"/edit", "title", "Look", "body", "", "do", "send").follow().hides("/media/")
		b.upload("/c/ward-safety/new", "picture1", picture(t, 9, 9), "title", "Ornament", "keep", id, "decorative", id, "alt1", "Dots", "do", "send").follow().
			says("/media/"+id+"/small", `alt="Dots"`)
	})
}

func TestPictures_ThatAreDeletedLeaveNoFile(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		mt.Join(t, d.site, ben, ward)
		var posts []*models.Item
		for _, who := range []*models.Actor{ana, ben} { // both have the same picture
			thread := d.as(who).upload("/c/ward-safety/new", "picture1", picture(t, 900, 700), "title", "Look", "alt1", "A chair", "do", "send").follow()
			id, err := strconv.ParseInt(strings.TrimPrefix(strings.TrimPrefix(thread.asked, "GET "), "/post/"), 10, 64)
			mt.Must(t, err)
			it, err := d.site.Item(t.Context(), models.Viewer{}, id)
			mt.Must(t, err)
			posts = append(posts, it)
		}
		sum := posts[0].Attachments[0].Media.Sum
		there := func() bool {
			f, err := d.site.Files().Open(t.Context(), sum)
			if err == nil {
				f.Close()
			}
			return err == nil
		}
		for n, who := range []*models.Actor{ana, ben} {
			mt.Must(t, d.site.Delete(t.Context(), who, posts[n], nil))
			d.exec("UPDATE media SET created_at = ?", d.site.DB().Now().AddDate(0, 0, -3))
			mt.Must(t, filepath.WalkDir(d.kept, func(path string, _ os.DirEntry, err error) error {
				old := time.Now().AddDate(0, 0, -3)
				return errors.Join(err, os.Chtimes(path, old, old))
			}))
			mt.Must(t, d.site.Tidy(t.Context()))
			if want := n == 0; there() != want {
				t.Errorf("after deletion %d the file is there: %v", n+1, there())
			}
		}
	})
}

func TestPictures_LeaveNothingBehindWhereTheyWaited(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		t.Setenv("TMPDIR", t.TempDir())
		ana := mt.Person(t, d.site, "ana")
		mt.Community(t, d.site, ana, "ward-safety")
		large := append(picture(t, 9, 9), make([]byte, 12<<20)...)
		d.as(ana).upload("/c/ward-safety/new", "picture1", large, "title", "Look", "do", "send")
		left, err := os.ReadDir(os.Getenv("TMPDIR"))
		mt.Must(t, err)
		for _, f := range left {
			if strings.HasPrefix(f.Name(), "multipart-") {
				t.Errorf("%s was left", f.Name())
			}
		}
	})
}

func TestM02_WhatIsNoPictureIsRefusedWhateverItIsCalled(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		mt.Community(t, d.site, ana, "ward-safety")
		b := d.as(ana)
		for _, file := range []string{
			`<html><script>alert(1)</script></html>`, `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
			`<?xml version="1.0"?><a/>`, `{"@context":"https://www.w3.org/ns/activitystreams","type":"Note","id":"https://victim.example/1"}`, "GIF89a<script>", "%PDF-1.4",
		} {
			b.upload("/c/ward-safety/new", "picture1", []byte(file), "title", "Look", "do", "send").want(http.StatusUnprocessableEntity).
				says("picture", "Look").hides("/media/")
			b.upload("/settings", "picture", []byte(file), "title", "Ana").want(http.StatusUnprocessableEntity)
		}
	})
}

func TestX03_PicturesAreSentAsPicturesThatCanDoNothing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		d.as(ana).upload("/settings", "picture", picture(t, 700, 700), "title", "Ana").want(http.StatusSeeOther)
		me, err := d.site.Actor(t.Context(), ana.ID)
		mt.Must(t, err)
		for _, path := range []string{"/media/" + number(me.IconMediaID), "/media/" + number(me.IconMediaID) + "/small"} {
			h := d.visitor().get(path).want(http.StatusOK).header
			if h.Get("Content-Type") != "image/jpeg" || h.Get("X-Content-Type-Options") != "nosniff" ||
				!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || strings.Contains(h.Get("Content-Security-Policy"), "script-src 'self'") {
				t.Errorf("%s: %v", path, h)
			}
			if h.Get("Cache-Control") != "public, max-age=31536000, immutable" {
				t.Errorf("a face is kept for %q", h.Get("Cache-Control"))
			}
		}
	})
}

func TestL11_PicturesAreSeenByWhoSeesThePostAndNobodyElse(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben, cy := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben"), mt.Person(t, d.site, "cy")
		closed := mt.Founded(t, d.site, ana, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		mt.Join(t, d.site, ben, closed)
		b := d.as(ana)
		page := b.upload("/c/closed/new", "picture1", picture(t, 90, 70), "title", "Look", "alt1", "A chair", "do", "send").follow()
		path := linkAfter(t, page.body, "/media/")
		small := path + "/small"
		member := d.as(ben)
		for _, p := range []string{strings.TrimSuffix(path, "/small"), strings.TrimSuffix(small, "/small")} {
			if got := member.get(p).want(http.StatusOK).header.Get("Cache-Control"); got != "private, no-store" {
				t.Errorf("%s is kept: %s", p, got)
			}
			d.visitor().get(p).want(http.StatusNotFound)
			d.as(cy).get(p).want(http.StatusNotFound)
		}
		mt.Must(t, d.site.Leave(t.Context(), ben, closed))
		member.get(path).want(http.StatusNotFound)
	})
}

func TestPictures_OfOthersCannotBeTaken(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		mt.Join(t, d.site, ben, ward)
		d.as(ana).upload("/settings", "picture", picture(t, 70, 70), "title", "Ana").want(http.StatusSeeOther)
		me, err := d.site.Actor(t.Context(), ana.ID)
		mt.Must(t, err)
		id := number(me.IconMediaID)
		d.as(ben).post("/c/ward-safety/new", "title", "Mine", "keep", id, "alt-"+id, "A face", "do", "send").want(http.StatusUnprocessableEntity).
			says("This picture is not here any more.")
	})
}
