package handlers_test

import (
	"bytes"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob/blobtest"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// ready is a file of somebody that was looked through.
func (d *desk) ready(by *models.Actor, name string, content []byte) *models.File {
	d.t.Helper()
	f, err := d.site.TakeFile(d.t.Context(), by, nil, name, bytes.NewReader(content))
	mt.Must(d.t, err)
	mt.Must(d.t, d.site.FileDone(d.t.Context(), f.ID, models.FileFacts{State: models.FileReady}))
	return f
}

func TestEvent46_AFileIsSentWholeInPartsAndNotAgain(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		content := blobtest.PDF("Wash your hands")
		f := d.ready(ana, "Ward round – März.pdf", content)
		b := d.as(ana)
		r := b.get(f.Path()).want(http.StatusOK)
		if r.body != string(content) || r.header.Get("Content-Length") != strconv.Itoa(len(content)) || r.header.Get("Content-Type") != "application/pdf" {
			t.Errorf("%v", r.header)
		}
		if how := r.header.Get("Content-Disposition"); !strings.HasPrefix(how, "inline") || !strings.Contains(how, "Ward%20round%20%E2%80%93%20M%C3%A4rz.pdf") {
			t.Errorf("called %s", how)
		}
		if r := b.get(f.Path(), "Range", "bytes=5-9").want(http.StatusPartialContent); r.body != string(content[5:10]) ||
			r.header.Get("Content-Range") != "bytes 5-9/"+strconv.Itoa(len(content)) {
			t.Errorf("a part: %q, %v", r.body, r.header)
		}
		if r := b.get(f.Path(), "Range", "bytes=-3").want(http.StatusPartialContent); r.body != string(content[len(content)-3:]) {
			t.Errorf("the end: %q", r.body)
		}
		b.get(f.Path(), "Range", "bytes=999999-").want(http.StatusRequestedRangeNotSatisfiable)
		b.get(f.Path(), "If-None-Match", r.header.Get("ETag")).want(http.StatusNotModified)
	})
}

func TestX03_WhatSomebodyAddedDoesNothingWhenItIsOpened(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana := mt.Person(t, d.site, "ana")
		b := d.as(ana)
		for name, c := range map[string]struct {
			content   []byte
			how, kind string
		}{
			"a.pdf":  {blobtest.PDF("x"), "inline", "application/pdf"},
			"a.txt":  {[]byte("words, and <script>alert(1)</script>"), "inline", "text/plain; charset=utf-8"},
			"a.md":   {[]byte("# Words\n<script>alert(1)</script>"), "inline", "text/plain; charset=utf-8"},
			"a.png":  {picture(t, 9, 9), "inline", "image/png"},
			"a.docx": {blobtest.DOCX("x"), "attachment", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
			"a.odt":  {blobtest.ODT("x"), "attachment", "application/vnd.oasis.opendocument.text"},
		} {
			f := d.ready(ana, name, c.content)
			for _, accept := range []string{"text/html", "application/activity+json"} {
				h := b.get(f.Path(), "Accept", accept).want(http.StatusOK).header
				if !strings.HasPrefix(h.Get("Content-Disposition"), c.how) || h.Get("Content-Type") != c.kind || h.Get("X-Content-Type-Options") != "nosniff" ||
					!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("Cache-Control") != "private, no-store" {
					t.Errorf("%s is sent with %v", name, h)
				}
			}
		}
	})
}

func TestL11_NobodyGetsAFileByGuessing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		f := d.ready(ana, "a.pdf", blobtest.PDF("Secret"))
		pending, err := d.site.TakeFile(t.Context(), ana, nil, "b.pdf", bytes.NewReader(blobtest.PDF("Pending")))
		mt.Must(t, err)
		for _, b := range []*browser{d.visitor(), d.as(ben)} {
			b.get(f.Path()).want(http.StatusNotFound)
			b.get("/thumb/" + strconv.FormatInt(f.ID, 10)).want(http.StatusNotFound)
		}
		b := d.as(ana)
		b.get(f.Path()).want(http.StatusOK)
		for _, path := range []string{
			pending.Path(), "/file/1/a.pdf", "/file/0/a.pdf", "/file/-1/a.pdf", "/file/x/a.pdf", "/file/0" + strconv.FormatInt(f.ID, 10) + "/a.pdf",
			"/file/" + f.Sum + "/a.pdf", "/file/..%2f..%2fetc/passwd", "/thumb/" + strconv.FormatInt(f.ID, 10),
		} {
			b.get(path).want(http.StatusNotFound)
		}
	})
}

// part speaks of an upload as the script does; headers come in pairs.
func (b *browser) part(method, path, body string, headers ...string) *reply {
	b.d.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Tus-Resumable", "1.0.0")
	for n := 0; n+1 < len(headers); n += 2 {
		r.Header.Set(headers[n], headers[n+1])
	}
	return b.do(r)
}

func TestUploads_AreSpokenOfAsTusHasIt(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ana, ben := mt.Person(t, d.site, "ana"), mt.Person(t, d.site, "ben")
		mt.Community(t, d.site, ana, "ward-safety")
		b := d.as(ana)
		if h := b.part(http.MethodOptions, "/uploads", "").want(http.StatusNoContent).header; h.Get("Tus-Version") != "1.0.0" || h.Get("Tus-Max-Size") != "100000000" {
			t.Errorf("the rules are %v", h)
		}
		coded := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
		about := "filename " + coded("Ward round.pdf") + ",community " + coded("ward-safety")
		content := string(blobtest.PDF("Wash your hands"))
		length := strconv.Itoa(len(content))
		at := b.part(http.MethodPost, "/uploads", "", "Upload-Length", length, "Upload-Metadata", about).want(http.StatusCreated).header.Get("Location")

		bytesOf := []string{"Content-Type", "application/offset+octet-stream", "Upload-Offset"}
		send := func(b *browser, from, to int) *reply {
			return b.part(http.MethodPatch, at, content[from:to], append(bytesOf, strconv.Itoa(from))...)
		}
		if h := send(b, 0, 100).want(http.StatusNoContent).header; h.Get("Upload-Offset") != "100" {
			t.Errorf("after the first part: %v", h)
		}
		if h := b.part(http.MethodHead, at, "").want(http.StatusOK).header; h.Get("Upload-Offset") != "100" || h.Get("Upload-Length") != length || h.Get("Cache-Control") != "no-store" {
			t.Errorf("asked how far: %v", h)
		}
		send(b, 50, 60).want(http.StatusConflict)
		b.part(http.MethodPatch, at, "x", "Upload-Offset", "100").want(http.StatusUnsupportedMediaType)
		b.part(http.MethodPatch, at, "x", append(bytesOf, "-1")...).want(http.StatusUnprocessableEntity)
		send(d.as(ben), 100, 200).want(http.StatusNotFound)
		send(d.visitor(), 100, 200).want(http.StatusUnauthorized)
		send(b, 100, len(content)).want(http.StatusNoContent)
		b.part(http.MethodDelete, at, "").want(http.StatusNoContent)
		b.part(http.MethodHead, at, "").want(http.StatusNotFound)

		for _, length := range []string{"", "-1", "x", "0", "100000001"} {
			b.part(http.MethodPost, "/uploads", "", "Upload-Length", length, "Upload-Metadata", about).want(http.StatusUnprocessableEntity)
		}
		r := httptest.NewRequest(http.MethodPost, "/uploads", nil)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.Header.Set("Upload-Length", "5")
		b.do(r).want(http.StatusForbidden)
	})
}

// A hundred megabytes come in parts, are taken, and are sent, while all that is allocated on the way, what was given back included,
// stays below 8 MiB.
func TestFiles_OfAHundredMegabytesTakeNoMemory(t *testing.T) {
	d := newDesk(t, dbtest.Open(t, nil))
	ana := mt.Person(t, d.site, "ana")
	b := d.as(ana)
	const size = 100_000_000
	at := b.part(http.MethodPost, "/uploads", "", "Upload-Length", strconv.Itoa(size)).want(http.StatusCreated).header.Get("Location")
	var f *models.File
	for _, step := range []struct {
		name string
		do   func()
	}{
		{"upload", func() {
			r := httptest.NewRequest(http.MethodPatch, at, io.LimitReader(letters{}, size))
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			r.Header.Set("Content-Type", "application/offset+octet-stream")
			r.Header.Set("Upload-Offset", "0")
			b.do(r).want(http.StatusNoContent)
		}},
		{"take", func() {
			var err error
			f, err = d.site.TakeUpload(t.Context(), ana, nil, strings.TrimPrefix(at, "/uploads/"))
			mt.Must(t, err)
			mt.Must(t, d.site.FileDone(t.Context(), f.ID, models.FileFacts{State: models.FileReady}))
		}},
		{"download", func() {
			r := httptest.NewRequest(http.MethodGet, f.Path(), nil)
			for name, value := range b.cookies {
				r.AddCookie(&http.Cookie{Name: name, Value: value})
			}
			w := &drain{header: http.Header{}}
			d.handler.ServeHTTP(w, r)
			if w.sent != size {
				t.Errorf("%d bytes were sent", w.sent)
			}
		}},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		step.do()
		runtime.ReadMemStats(&after)
		took := after.TotalAlloc - before.TotalAlloc
		t.Logf("%s: %d KiB allocated", step.name, took>>10)
		if took > 8<<20 {
			t.Errorf("%s: %d MiB were allocated", step.name, took>>20)
		}
	}
}

// letters are words without an end.
type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for n := range p {
		p[n] = 'a'
	}
	return len(p), nil
}

// A drain counts what is sent, and keeps nothing of it.
type drain struct {
	header http.Header
	sent   int64
}

func (d *drain) Header() http.Header { return d.header }
func (d *drain) WriteHeader(int)     {}
func (d *drain) Write(p []byte) (int, error) {
	d.sent += int64(len(p))
	return len(p), nil
}
