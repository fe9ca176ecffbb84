package pages

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
)

// Files arrive in parts as tus 1.0.0 has it (tus.io/protocols/resumable-upload, core, creation and termination), so that a broken line
// costs nothing that had come. What has come is no file yet: a form that names it makes one of it.

const tusVersion = "1.0.0"

// partTime is how long one part may take to arrive.
const partTime = 10 * time.Minute

// UploadRules says what is spoken here.
func (p *Pages) UploadRules(c *gin.Context) error {
	most, err := p.Site.FileBytes(c.Request.Context())
	if err != nil {
		return err
	}
	h := c.Writer.Header()
	h.Set("Tus-Version", tusVersion)
	h.Set("Tus-Extension", "creation,termination")
	h.Set("Tus-Max-Size", strconv.FormatInt(most, 10))
	return answerUpload(c, http.StatusNoContent)
}

// BeginUpload begins one, for the community that Upload-Metadata names or for oneself, and says where its parts go.
func (p *Pages) BeginUpload(c *gin.Context) error {
	v, err := p.acting(c, request.ToUpload)
	if err != nil {
		return p.wrongUpload(c, err)
	}
	ctx, about := c.Request.Context(), metadata(c.GetHeader("Upload-Metadata"))
	size, err := strconv.ParseInt(c.GetHeader("Upload-Length"), 10, 64)
	if err != nil || size < 0 {
		return p.wrongUpload(c, &models.Error{Code: models.Invalid, Message: "Upload-Length says no length."})
	}
	var in *models.Actor
	if name := about["community"]; name != "" {
		if in, err = p.seenCommunity(c, name); err != nil {
			return p.wrongUpload(c, err)
		}
	}
	u, err := p.Site.BeginUpload(ctx, v.Actor, in, about["filename"], size)
	if err != nil {
		return p.wrongUpload(c, err)
	}
	c.Header("Location", "/uploads/"+u.ID)
	return answerUpload(c, http.StatusCreated)
}

// seenCommunity is a community of this site that the visitor may see. Of one that they may not, nothing tells that it is there.
func (p *Pages) seenCommunity(c *gin.Context, name string) (*models.Actor, error) {
	in, err := p.communityNamed(c, name)
	if err != nil {
		return nil, err
	}
	sees, err := p.Site.MaySee(c.Request.Context(), request.VisitorOf(c).Viewer, in)
	if err == nil && !sees {
		err = request.ErrNothing
	}
	return in, err
}

// Uploaded says how much of an upload has come.
func (p *Pages) Uploaded(c *gin.Context) error {
	v, err := signedIn(c)
	if err != nil {
		return p.wrongUpload(c, err)
	}
	u, err := p.Site.Upload(c.Request.Context(), v.Actor, c.Param("upload"))
	if err != nil {
		return p.wrongUpload(c, err)
	}
	saysOffset(c, u)
	return answerUpload(c, http.StatusOK)
}

// AppendUpload takes the next part.
func (p *Pages) AppendUpload(c *gin.Context) error {
	v, err := signedIn(c)
	if err != nil {
		return p.wrongUpload(c, err)
	}
	if c.ContentType() != "application/offset+octet-stream" {
		return answerUpload(c, http.StatusUnsupportedMediaType)
	}
	at, err := strconv.ParseInt(c.GetHeader("Upload-Offset"), 10, 64)
	if err != nil || at < 0 {
		return p.wrongUpload(c, &models.Error{Code: models.Invalid, Message: "Upload-Offset says no place."})
	}
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(partTime)) // a server that knows none gives all the time
	u, err := p.Site.AppendUpload(c.Request.Context(), v.Actor, c.Param("upload"), at, c.Request.Body)
	if u != nil {
		saysOffset(c, u)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return nil // the line broke; nobody reads an answer
	}
	if err != nil {
		return p.wrongUpload(c, err)
	}
	return answerUpload(c, http.StatusNoContent)
}

// DropUpload ends an upload, whose parts are forgotten.
func (p *Pages) DropUpload(c *gin.Context) error {
	v, err := signedIn(c)
	if err == nil {
		err = p.Site.DropUpload(c.Request.Context(), v.Actor, c.Param("upload"))
	}
	if err != nil {
		return p.wrongUpload(c, err)
	}
	return answerUpload(c, http.StatusNoContent)
}

func saysOffset(c *gin.Context, u *models.Upload) {
	c.Header("Upload-Offset", strconv.FormatInt(u.Offset, 10))
	c.Header("Upload-Length", strconv.FormatInt(u.Size, 10))
}

func answerUpload(c *gin.Context, status int) error {
	c.Header("Tus-Resumable", tusVersion)
	c.Header("Cache-Control", "no-store")
	c.Status(status)
	c.Writer.WriteHeaderNow()
	return nil
}

// wrongUpload says in a sentence what is wrong, which the script shows beside the file.
func (p *Pages) wrongUpload(c *gin.Context, err error) error {
	status, words := p.Out.Words(err)
	if status == 0 {
		return err
	}
	c.Header("Tus-Resumable", tusVersion)
	c.Header("Cache-Control", "no-store")
	c.String(status, "%s", words)
	return nil
}

// metadata reads Upload-Metadata: names and values in base 64, between commas.
func metadata(header string) map[string]string {
	said := map[string]string{}
	for pair := range strings.SplitSeq(header, ",") {
		name, coded, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if value, err := base64.StdEncoding.DecodeString(strings.TrimSpace(coded)); err == nil && name != "" {
			said[name] = string(value)
		}
	}
	return said
}
