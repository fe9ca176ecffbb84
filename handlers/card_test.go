package handlers_test

import (
	"bytes"
	"image/png"
	"net/http"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestEvent04_TheFirstAttachmentIsAPictureThatLoads(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward-safety")
		add := func(in *models.Actor) *models.Item {
			t.Helper()
			it, err := d.site.Publish(t.Context(), models.Draft{
				Kind: models.EventKind, By: ana, In: in, Title: "Winter webinar",
				Detail: &models.Event{Begins: "2037-01-15T12:00", Zone: "Europe/London", Place: "Tarnside Library"},
			})
			mt.Must(t, err)
			return it
		}
		it := add(ward)
		got := d.visitor().get(it.Path() + "/card.png").want(http.StatusOK)
		drawn, err := png.Decode(bytes.NewReader([]byte(got.body)))
		if err != nil || drawn.Bounds().Dx() != 1200 || got.header.Get("Content-Type") != "image/png" {
			t.Errorf("%v: %s", err, got.header)
		}
		d.visitor().get(it.Path()+"/card.png", "If-None-Match", got.header.Get("ETag")).want(http.StatusNotModified)
		_, err = d.site.SetStatus(t.Context(), ana, it, models.Cancelled, false)
		mt.Must(t, err)
		d.visitor().get(it.Path()+"/card.png", "If-None-Match", got.header.Get("ETag")).want(http.StatusOK)
		d.visitor().get(mt.Post(t, d.site, ana, ward, "Parking", "x").Path() + "/card.png").want(http.StatusNotFound)
		closed := mt.Founded(t, d.site, ana, models.Charter{Name: "quiet-room", Title: "Quiet room", Visibility: models.MembersOnly})
		hidden := add(closed)
		d.visitor().get(hidden.Path() + "/card.png").want(http.StatusNotFound)
		if seen := d.as(ana).get(hidden.Path() + "/card.png").want(http.StatusOK); seen.header.Get("ETag") != "" {
			t.Errorf("what is for members is kept on the way: %s", seen.header)
		}
		mt.Must(t, d.site.Delete(t.Context(), ana, it, nil))
		d.visitor().get(it.Path() + "/card.png").want(http.StatusNotFound)
	})
}
