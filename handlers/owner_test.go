package handlers_test

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"

	paces "github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob/blobtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// What a file is called and said to be makes it nothing else: no page of this site, no drawing with a script, no document of the
// network.
func TestM02_AFileIsWhatItHoldsAndNeverAPageOrADocument(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		note := `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "id": "https://north.example/post/1", "attributedTo": "https://north.example/u/ana"}`
		page, drawing := "<!doctype html><html><script>alert(1)</script></html>", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
		for name, content := range map[string]string{
			"a.txt": page, "a.pdf": page, "a.png": drawing, "b.txt": drawing, "c.txt": note, "c.json": note, "d.html": "only words", "e.svg": "only words",
			"f.docx": string(blobtest.PDF("x")), "g.pdf": string(blobtest.DOCX("x")), "h.exe": "MZ\x90\x00", "i.zip": "PK\x05\x06" + strings.Repeat("\x00", 18),
		} {
			if f, err := d.site.TakeFile(t.Context(), ana, nil, name, strings.NewReader(content)); models.CodeOf(err) != models.Invalid {
				t.Errorf("%s is taken as %+v: %v", name, f, err)
			}
		}
		for _, content := range []string{"Words first. " + page, "Words first. " + drawing, "Words: " + note, "\ufeffWords " + page} {
			f := d.ready(ana, "words.txt", []byte(content))
			for _, accept := range []string{"text/html", "application/activity+json", `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`} {
				h := d.as(ana).get(f.Path(), "Accept", accept).want(http.StatusOK).header
				if h.Get("Content-Type") != "text/plain; charset=utf-8" || h.Get("X-Content-Type-Options") != "nosniff" {
					t.Errorf("%.30q is sent as %v", content, h)
				}
			}
		}
	})
}

func TestM03_NobodyTouchesWhatSomebodyElseSendsOrHasSent(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		ward := mt.Community(t, d.site, ana, "ward")
		mt.Join(t, d.site, ben, ward)
		f, err := d.site.TakeFile(t.Context(), ana, ward, "a.txt", strings.NewReader("Hers"))
		mt.Must(t, err)
		mt.Must(t, d.site.FileDone(t.Context(), f.ID, models.FileFacts{State: models.FileReady}))
		it, err := d.site.Publish(t.Context(), models.Draft{Kind: models.DocumentKind, By: ana, In: ward, Title: "Paper", Detail: &models.Document{FileID: f.ID}})
		mt.Must(t, err)
		free, err := d.site.TakeFile(t.Context(), ana, ward, "b.txt", strings.NewReader("Hers too"))
		mt.Must(t, err)
		his := d.as(ben)
		about := "community " + base64.StdEncoding.EncodeToString([]byte("ward")) + ",filename " + base64.StdEncoding.EncodeToString([]byte("c.txt"))
		at := d.as(ana).part(http.MethodPost, "/uploads", "", "Upload-Length", "5", "Upload-Metadata", about).want(http.StatusCreated).header.Get("Location")
		for _, method := range []string{http.MethodHead, http.MethodPatch, http.MethodDelete} {
			his.part(method, at, "words", "Content-Type", "application/offset+octet-stream", "Upload-Offset", "0").want(http.StatusNotFound)
		}
		d.as(ana).part(http.MethodPatch, at, "words", "Content-Type", "application/offset+octet-stream", "Upload-Offset", "0").want(http.StatusNoContent)
		upload := strings.TrimPrefix(at, "/uploads/")
		for _, fields := range [][]string{{"upload", upload}, {"kept", number(free.ID)}, {"kept", number(f.ID)}} {
			his.post("/c/ward/library/new", append([]string{"title", "Mine", "do", "publish"}, fields...)...).want(http.StatusUnprocessableEntity)
			his.post(it.Path()+"/versions/new", fields...).want(http.StatusForbidden)
		}
		his.post(it.Path() + "/v/1/withdraw").want(http.StatusForbidden)
		his.post(it.Path()+"/edit", "title", "Mine now").want(http.StatusForbidden)
		his.post(it.Path() + "/delete").want(http.StatusForbidden)
		if u, err := d.site.Upload(t.Context(), ana, upload); err != nil || !u.Whole() {
			t.Errorf("her upload is %+v: %v", u, err)
		}
		d.visitor().get(it.Path() + "/v/1/a.txt").want(http.StatusOK).says("Hers")
		his.get("/file/" + strconv.FormatInt(free.ID, 10) + "/b.txt").want(http.StatusNotFound)
	})
}

// Whoever has left a closed community is told nothing more of it, and finds nothing of it in what they were told before.
func TestL08_WhoHasLeftIsToldNothingMore(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		org, mem := mt.Person(t, d.site, "org"), mt.Person(t, d.site, "mem")
		group := mt.Founded(t, d.site, org, models.Charter{Name: "closed", Visibility: models.MembersOnly})
		mt.Join(t, d.site, mem, group)
		page, err := d.site.WritePage(t.Context(), models.Draft{By: org, In: group, Title: "Secret rota", Source: "Secret words"}, "begun")
		mt.Must(t, err)
		mt.Must(t, d.site.Watch(t.Context(), mem, page, true))
		edit := func(base int, words string) {
			_, err := d.site.EditPage(t.Context(), page, models.Draft{By: org, Title: "Secret rota", Source: words}, base, "secret note")
			mt.Must(t, err)
		}
		edit(1, "More secret words")
		b := d.as(mem)
		b.get("/notices").says("Secret rota")
		mt.Must(t, d.site.Leave(t.Context(), mem, group))
		edit(2, "Yet more secret words")
		for _, path := range []string{"/notices", "/notices", "/search?q=secret", "/similar?title=Secret+rota", "/drafts", "/"} {
			b.get(path).hides("Secret rota", "secret words", "secret note")
		}
		for _, path := range []string{page.Path(), page.Path() + "/history", "/c/closed/wiki/secret-rota", "/c/closed/wiki/secret-rota/diff/1..2", page.Path() + "/report", page.Path() + "/edit"} {
			b.get(path).want(http.StatusNotFound)
		}
		for _, path := range []string{"/watch", "/unwatch", "/report", "/restore-revision"} {
			b.post(page.Path()+path, "revision", "1", "reason", "x").want(http.StatusNotFound)
		}
	})
}

// Whoever asks for a file again and again is given it, and makes neither its count nor the database busy.
func TestDownload_FromOneAddressIsCountedOnlySoOften(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d = d.limited()
		ana := mt.Person(t, d.site, "ana")
		ward := mt.Community(t, d.site, ana, "ward")
		f, err := d.site.TakeFile(t.Context(), ana, ward, "a.txt", strings.NewReader("Words"))
		mt.Must(t, err)
		mt.Must(t, d.site.FileDone(t.Context(), f.ID, models.FileFacts{State: models.FileReady}))
		it, err := d.site.Publish(t.Context(), models.Draft{Kind: models.DocumentKind, By: ana, In: ward, Title: "Paper", Detail: &models.Document{FileID: f.ID}})
		mt.Must(t, err)
		most := paces.Paces[paces.ToCount].Times
		for range most + 20 {
			d.visitor().get(it.Path() + "/v/1/a.txt").want(http.StatusOK)
		}
		now, err := d.site.Item(t.Context(), models.Viewer{}, it.ID)
		if mt.Must(t, err); now.Detail.(*models.Document).Downloads != most {
			t.Errorf("%d downloads are counted", now.Detail.(*models.Document).Downloads)
		}
	})
}
