package activitypub

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
)

// self answers for the site's own actor. It is open to all, since its key is what our fetches are signed
// with.
func (h *Handler) self(c *gin.Context) {
	doc, err := h.fed.ActorDocument(c.Request.Context(), h.site.Self())
	h.answer(c, doc, false, err)
}

func (h *Handler) selfOutbox(c *gin.Context) {
	if !h.admit(c) {
		return
	}
	doc, err := h.fed.Collection(c.Request.Context(), h.site.Self(), "outbox")
	h.answer(c, doc, false, err)
}

// actor answers for a person or a community. Whoever may not read documents gets the stub with the key,
// but for servers that are refused by name.
func (h *Handler) actor(kind models.ActorKind) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx := c.Request.Context()
		a, err := h.fed.PublicActor(ctx, kind, c.Param("name"))
		if err != nil {
			h.answer(c, nil, false, err)
			return
		}
		asker := h.fed.Asker(c.Request)
		if !asker.Sees && asker.Status == http.StatusForbidden {
			h.turnAway(c, asker)
			return
		}
		write := h.fed.ActorDocument
		if !asker.Sees {
			write = h.fed.ActorStub
		}
		doc, err := write(ctx, a)
		h.answer(c, doc, false, err)
	}
}

func (h *Handler) list(kind models.ActorKind) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !h.admit(c) {
			return
		}
		ctx := c.Request.Context()
		a, err := h.fed.PublicActor(ctx, kind, c.Param("name"))
		var doc []byte
		if err == nil {
			doc, err = h.fed.Collection(ctx, a, c.Param("list"))
		}
		h.answer(c, doc, false, err)
	}
}

func (h *Handler) item(kind *models.Kind) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !h.admit(c) {
			return
		}
		doc, gone, err := h.fed.ItemDocument(c.Request.Context(), kind.Name, number(c))
		h.answer(c, doc, gone, err)
	}
}

func (h *Handler) act(form string) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !h.admit(c) {
			return
		}
		doc, gone, err := h.fed.ActDocument(c.Request.Context(), number(c), form)
		h.answer(c, doc, gone, err)
	}
}

func (h *Handler) collection(read func(context.Context, int64) ([]byte, error)) gin.HandlerFunc {
	return h.document(func(c *gin.Context) ([]byte, error) { return read(c.Request.Context(), number(c)) })
}

func (h *Handler) document(read func(c *gin.Context) ([]byte, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !h.admit(c) {
			return
		}
		doc, err := read(c)
		h.answer(c, doc, false, err)
	}
}

// numbered is for what has a number of its own below an item.
func (h *Handler) numbered(read func(context.Context, int64, int) ([]byte, error)) gin.HandlerFunc {
	return h.document(func(c *gin.Context) ([]byte, error) {
		n, err := strconv.Atoi(c.Param("n"))
		if err != nil || strconv.Itoa(n) != c.Param("n") {
			n = 0
		}
		return read(c.Request.Context(), number(c), n)
	})
}

func (h *Handler) documentVersion(c *gin.Context) {
	if !h.admit(c) {
		return
	}
	n, _ := strconv.Atoi(c.Param("n")) // 0, which none has
	doc, gone, err := h.fed.DocumentVersion(c.Request.Context(), number(c), n)
	h.answer(c, doc, gone, err)
}

// number is the id in the path; 0, which nothing has, when it is none.
func number(c *gin.Context) int64 {
	n, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// admit answers whoever may not read documents, and returns false.
func (h *Handler) admit(c *gin.Context) bool {
	asker := h.fed.Asker(c.Request)
	if !asker.Sees {
		h.turnAway(c, asker)
	}
	return asker.Sees
}

func (h *Handler) turnAway(c *gin.Context, asker federation.Asker) {
	if asker.Wait > 0 {
		c.Header("Retry-After", strconv.Itoa(asker.Wait))
	}
	h.refuse(c, asker.Status)
}

// answer sends a document. Every answer bears an ETag and is asked for again each time, since some
// servers would otherwise show old words after an edit.
func (h *Handler) answer(c *gin.Context, doc []byte, gone bool, err error) {
	if err != nil {
		h.fail(c, err)
		return
	}
	sum := sha256.Sum256(doc)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	head := c.Writer.Header()
	head.Set("Vary", "Accept, Signature")
	head.Set("Cache-Control", "no-cache")
	head.Set("ETag", tag)
	head.Set("Content-Type", federation.ActivityType)
	head.Set("X-Content-Type-Options", "nosniff")
	status := http.StatusOK
	switch {
	case gone:
		status = http.StatusGone
	case strings.Contains(c.GetHeader("If-None-Match"), tag):
		c.Status(http.StatusNotModified)
		return
	}
	c.Data(status, federation.ActivityType, doc)
}

func (h *Handler) fail(c *gin.Context, err error) {
	switch models.CodeOf(err) {
	case models.NotFound, models.Forbidden, models.Invalid:
		h.refuse(c, http.StatusNotFound)
	case models.Gone:
		h.refuse(c, http.StatusGone)
	default:
		h.log.Error("document", "path", c.Request.URL.Path, "error", err)
		h.refuse(c, response.FaultStatus(c.Writer.Header(), err))
	}
}

// refuse answers with a status and nothing else that could tell anything.
func (h *Handler) refuse(c *gin.Context, status int) {
	head := c.Writer.Header()
	head.Set("Vary", "Accept, Signature")
	head.Set("Cache-Control", "private, no-store")
	c.Data(status, "text/plain; charset=utf-8", []byte(http.StatusText(status)+"\n"))
}
