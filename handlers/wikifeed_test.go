package handlers_test

import (
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

func TestWikiFeed_TellsEachChangeToWhoMayReadIt(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx, ana, ben := t.Context(), mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		write := func(in *models.Actor) *models.Item {
			it, err := d.site.WritePage(ctx, models.Draft{By: ana, In: in, Title: "Night rota", Source: "one"}, "begun")
			mt.Must(t, err)
			_, err = d.site.EditPage(ctx, it, models.Draft{By: ben, Title: "Night rota", Source: "two"}, 1, "new numbers & names")
			mt.Must(t, err)
			return it
		}
		ward := mt.Community(t, d.site, ana, "ward")
		mt.Join(t, d.site, ben, ward)
		it := write(ward)
		gone, err := d.site.WritePage(ctx, models.Draft{By: ana, In: ward, Title: "Gone", Source: "x"}, "")
		mt.Must(t, err)
		mt.Must(t, d.site.Delete(ctx, ana, gone, nil))
		r := d.visitor().get("/c/ward/wiki/feed.atom").want(http.StatusOK)
		var feed struct {
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
			Entries []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Content string `xml:"content"`
				Author  string `xml:"author>name"`
				Link    struct {
					Href string `xml:"href,attr"`
				} `xml:"link"`
			} `xml:"entry"`
		}
		mt.Must(t, xml.Unmarshal([]byte(r.body), &feed))
		if feed.ID != "https://north.example/c/ward/wiki" || len(feed.Entries) != 2 {
			t.Fatalf("the feed is %+v", feed)
		}
		last, first := feed.Entries[0], feed.Entries[1]
		if last.ID != it.URI+"/rev/2" || last.Title != "Night rota" || last.Content != "Revision 2: new numbers & names" || last.Author != "About ben" && last.Author != ben.Display() ||
			last.Link.Href != "https://north.example/c/ward/wiki/night-rota/diff/1..2" || first.Link.Href != "https://north.example/c/ward/wiki/night-rota" {
			t.Errorf("its entries are %+v", feed.Entries)
		}
		d.visitor().get(strings.TrimPrefix(last.Link.Href, "https://north.example")).want(http.StatusOK)
		d.visitor().get("/c/ward/wiki").want(http.StatusOK).says("/c/ward/wiki/feed.atom")
		shut := mt.Founded(t, d.site, ana, models.Charter{Name: "shut", Visibility: models.MembersOnly})
		_, err = d.site.WritePage(ctx, models.Draft{By: ana, In: shut, Title: "Secret rota", Source: "x"}, "")
		mt.Must(t, err)
		d.visitor().get("/c/shut/wiki/feed.atom").want(http.StatusNotFound)
		d.as(ben).get("/c/shut/wiki/feed.atom").want(http.StatusNotFound)
		d.as(ana).get("/c/shut/wiki/feed.atom").want(http.StatusOK).says("Secret rota")
		d.as(ana).get("/c/shut/wiki").want(http.StatusOK).hides("feed.atom")
	})
}
