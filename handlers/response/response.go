package response

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// A Responder sends replies.
type Responder struct {
	site     *models.Site
	sessions *request.Sessions
	log      *slog.Logger
	zone     *time.Location
}

// New makes the one Responder of a site. zone is that in which pages tell times.
func New(site *models.Site, sessions *request.Sessions, log *slog.Logger, zone *time.Location) *Responder {
	return &Responder{site: site, sessions: sessions, log: log, zone: zone}
}

// Zone is the name of the zone in which pages tell times, for those who have not chosen one.
func (r *Responder) Zone() string {
	if name := r.zone.String(); name != "Local" {
		return name
	}
	return "UTC"
}

// Location is the same as a zone.
func (r *Responder) Location() *time.Location { return r.zone }

// A Handler answers one request, or returns the refusal or fault for which it could not.
type Handler func(c *gin.Context) error

// Handle makes of a Handler what the router takes: what it returns is answered here.
func (r *Responder) Handle(h Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			r.Refuse(c, err)
		}
	}
}

// buffers are reused from page to page.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// largeBuffer is what is not kept, in bytes.
const largeBuffer = 1 << 20

// rendered runs use on the bytes of a component.
func rendered(c *gin.Context, content templ.Component, use func([]byte)) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= largeBuffer {
			buf.Reset()
			buffers.Put(buf)
		}
	}()
	if err := content.Render(c.Request.Context(), buf); err != nil {
		return fmt.Errorf("render page: %w", err)
	}
	use(buf.Bytes())
	return nil
}

// HTML sends a page.
//
// What is for anybody may be kept and asked for again by its ETag; what is for one person, or asks not to be indexed
// because it is nobody else's business, is not kept anywhere.
func (r *Responder) HTML(c *gin.Context, status int, p web.Page, content templ.Component) error {
	open := status == http.StatusOK && p.Viewer == nil && !p.NoIndex && c.Request.Method != http.MethodPost
	return rendered(c, web.Layout(p, content), func(page []byte) { r.bytes(c, status, pageType, page, open) })
}

// OK sends a page with status 200.
func (r *Responder) OK(c *gin.Context, p web.Page, content templ.Component) error {
	return r.HTML(c, http.StatusOK, p, content)
}

// A Sender sends a page.
type Sender func(c *gin.Context, p web.Page, content templ.Component) error

// Again sends a form back with what is wrong with it. err is why it was not taken; nil is what was filled in.
func (r *Responder) Again(err error) Sender {
	status, known := statuses[models.CodeOf(err)]
	if !known {
		status = http.StatusUnprocessableEntity
	}
	return func(c *gin.Context, p web.Page, content templ.Component) error { return r.HTML(c, status, p, content) }
}

// Part sends a piece of a page, as an answer to htmx.
func (r *Responder) Part(c *gin.Context, p web.Page, content templ.Component) error {
	return rendered(c, web.Fragment(p, content), func(part []byte) {
		r.bytes(c, http.StatusOK, pageType, part, false)
	})
}

// Feed sends a document other than a page; open says that anybody may have it.
func (r *Responder) Feed(c *gin.Context, mediaType string, body []byte, open bool) {
	r.bytes(c, http.StatusOK, mediaType, body, open)
}

func (r *Responder) bytes(c *gin.Context, status int, mediaType string, body []byte, open bool) {
	if open {
		r.kept(c, mediaType, atOnce, &Kept{body: body, tag: tagOf(body)})
		return
	}
	Private(c.Writer.Header())
	write(c, status, mediaType, &Kept{body: body})
}

// atOnce is for what anybody may keep who asks each time whether it has changed.
const atOnce = "public, max-age=0, must-revalidate"

// kept sends what may be kept, or says that whoever asks has it already.
func (r *Responder) kept(c *gin.Context, mediaType, keeping string, k *Kept) {
	h := c.Writer.Header()
	h.Set("Cache-Control", keeping)
	h.Set("ETag", k.tag)
	if strings.Contains(c.Request.Header.Get("If-None-Match"), k.tag) {
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	write(c, http.StatusOK, mediaType, k)
}

// worthZipping is the size from which a body is sent compressed, in bytes: what is smaller fits into one packet as it is.
const worthZipping = 1400

// write sends a body, compressed for who takes that. Nothing on our pages is secret from who reads them, so that its
// compressed size tells nobody anything.
func write(c *gin.Context, status int, mediaType string, k *Kept) {
	h := c.Writer.Header()
	h.Set("Content-Type", mediaType)
	h.Add("Vary", "Accept-Encoding")
	body := k.body
	if len(body) >= worthZipping && web.TakesGzip(c.Request.Header.Get("Accept-Encoding")) {
		if body = k.zipped; body == nil {
			body = web.Zipped(k.body, gzip.BestSpeed)
		}
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.Status(status)
	_, _ = c.Writer.Write(body) // whoever asked has gone: nobody is left to tell
}

func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// A Kept page, or file, was rendered for anybody and can be sent again.
type Kept struct {
	body, zipped []byte
	tag          string
}

// Keep renders a page for anybody.
func (r *Responder) Keep(c *gin.Context, p web.Page, content templ.Component) (*Kept, error) {
	k := new(Kept)
	err := rendered(c, web.Layout(p, content), func(page []byte) {
		k.body, k.zipped = bytes.Clone(page), web.Zipped(page, gzip.BestSpeed)
		k.tag = tagOf(k.zipped) // which says the same in a tenth of the bytes
	})
	return k, err
}

// SendKept sends a page that was kept.
func (r *Responder) SendKept(c *gin.Context, k *Kept) { r.kept(c, pageType, atOnce, k) }

// pageType is the media type of pages.
const pageType = "text/html; charset=utf-8"

// Private says that an answer is for whoever asked alone.
func Private(h http.Header) { h.Set("Cache-Control", "private, no-store") }

// Redirect leads to another page of this site, whose address must not come from the request; see Local.
func (r *Responder) Redirect(c *gin.Context, to string) error {
	Private(c.Writer.Header())
	c.Redirect(http.StatusSeeOther, to)
	return nil
}

// Done leads to another page of this site and says there what has happened.
func (r *Responder) Done(c *gin.Context, to, text string) error {
	return r.DoneUndo(c, to, web.Flash{Text: text})
}

// DoneUndo is Done with more to say, such as the way back.
func (r *Responder) DoneUndo(c *gin.Context, to string, f web.Flash) error {
	r.sessions.SetFlash(c.Request.Context(), f)
	return r.Redirect(c, to)
}
