package handlers_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/models"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// A heard is a podcast as a program that plays them reads it.
type heard struct {
	Version string `xml:"version,attr"`
	Channel struct {
		Title  string   `xml:"title"`
		Links  []string `xml:"link"`
		Author string   `xml:"http://www.itunes.com/dtds/podcast-1.0.dtd author"`
		Items  []struct {
			Title     string `xml:"title"`
			Link      string `xml:"link"`
			GUID      string `xml:"guid"`
			Published string `xml:"pubDate"`
			Duration  string `xml:"http://www.itunes.com/dtds/podcast-1.0.dtd duration"`
			Enclosure struct {
				URL    string `xml:"url,attr"`
				Length int64  `xml:"length,attr"`
				Type   string `xml:"type,attr"`
			} `xml:"enclosure"`
			Transcript struct {
				URL  string `xml:"url,attr"`
				Type string `xml:"type,attr"`
			} `xml:"https://podcastindex.org/namespace/1.0 transcript"`
		} `xml:"item"`
	} `xml:"channel"`
}

// podcast reads the feed at an address.
func podcast(t *testing.T, b *browser, path string) heard {
	t.Helper()
	r := b.get(path).want(http.StatusOK)
	if got := r.header.Get("Content-Type"); got != "application/rss+xml; charset=utf-8" {
		t.Errorf("%s is of type %q", path, got)
	}
	var feed heard
	mt.Must(t, xml.Unmarshal([]byte(r.body), &feed))
	return feed
}

func TestPodcast_TellsWhereEachEpisodeIsHowLongAndOfWhichType(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx, ana := t.Context(), mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward")
		sound := "OggS\x00\x02 as good as any"
		f, err := d.site.TakeFile(ctx, ana, ward, "talk.ogg", strings.NewReader(sound))
		mt.Must(t, err)
		mt.Must(t, d.site.FileDone(ctx, f.ID, models.FileFacts{State: models.FileReady}))
		tellArticle(t, d.site, ana, ward, "To be read", models.Article{})
		far := tellArticle(t, d.site, ana, ward, "Told elsewhere", models.Article{AudioURL: "https://sound.example/a.mp3", AudioType: "audio/mpeg"})
		here := tellArticle(t, d.site, ana, ward, "Tea & talk", models.Article{AudioID: f.ID, AudioSeconds: 1470, Transcript: "**Ana:** Welcome."})
		feed := podcast(t, d.visitor(), "/c/ward/blog/podcast.rss")
		ch := feed.Channel
		if feed.Version != "2.0" || ch.Title != "Blog of About ward" || ch.Links[0] != "https://north.example/c/ward/blog" || ch.Author != "About ward" || len(ch.Items) != 2 {
			t.Fatalf("the podcast is %+v", feed)
		}
		first, second := ch.Items[0], ch.Items[1]
		if first.Title != here.Title || first.GUID != here.URI || first.Link != here.URI || first.Duration != "1470" {
			t.Errorf("the first episode is %+v", first)
		}
		if _, err := time.Parse(time.RFC1123Z, first.Published); err != nil {
			t.Error(err)
		}
		if e := first.Enclosure; e.Length != int64(len(sound)) || e.Type != "audio/ogg" || !strings.HasPrefix(e.URL, "https://north.example/file/") {
			t.Errorf("its recording is %+v", e)
		}
		if got := d.visitor().get(strings.TrimPrefix(first.Enclosure.URL, "https://north.example")).want(http.StatusOK); got.body != sound {
			t.Errorf("what is played is %q", got.body)
		}
		if tr := first.Transcript; tr.URL != here.URI+"#transcript" || tr.Type != "text/html" {
			t.Errorf("what is said in it is at %+v", tr)
		}
		d.visitor().get(here.Path()).want(http.StatusOK).says(`id="transcript"`, "<strong>Ana:</strong> Welcome.")
		if e := second.Enclosure; second.Title != far.Title || e.URL != "https://sound.example/a.mp3" || e.Type != "audio/mpeg" || second.Transcript.URL != "" || second.Duration != "" {
			t.Errorf("the second episode is %+v", second)
		}
	})
}

func TestPodcast_IsOnlyOfWhatItsReaderMaySee(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		audio := models.Article{AudioURL: "https://sound.example/a.mp3"}
		for _, visibility := range []models.Visibility{models.SiteOnly, models.MembersOnly} {
			name := fmt.Sprintf("ward-%s", visibility)
			tellArticle(t, d.site, ana, mt.Founded(t, d.site, ana, models.Charter{Name: name, Visibility: visibility}), "Secret of "+name, audio)
			path := "/c/" + name + "/blog/podcast.rss"
			d.visitor().get(path).want(http.StatusNotFound)
			if r := d.as(ana).get(path).want(http.StatusOK); !strings.Contains(r.header.Get("Cache-Control"), "no-store") || !strings.Contains(r.body, "Secret of "+name) {
				t.Errorf("its organiser is sent %q %s", r.header.Get("Cache-Control"), r.body)
			}
			if visibility == models.MembersOnly {
				d.as(ben).get(path).want(http.StatusNotFound)
			}
		}
		// What somebody told in closed communities is in no feed of their own.
		tellArticle(t, d.site, ana, nil, "Open", audio)
		if feed := podcast(t, d.visitor(), "/u/ana/blog/podcast.rss"); len(feed.Channel.Items) != 1 || feed.Channel.Items[0].Title != "Open" {
			t.Errorf("anybody is sent %+v", feed.Channel.Items)
		}
	})
}
