package response

import (
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
)

// shownTypes are the types of files that a browser shows by itself; all others it only downloads. None of them is a page, a drawing
// that can hold a script, or a document of the network.
var shownTypes = map[string]string{
	"application/pdf": "application/pdf",
	"text/plain":      "text/plain; charset=utf-8",
	"text/markdown":   "text/plain; charset=utf-8",
	"text/csv":        "text/csv; charset=utf-8",
	"image/png":       "image/png", "image/jpeg": "image/jpeg", "image/gif": "image/gif", "image/webp": "image/webp",
	"audio/mpeg": "audio/mpeg", "audio/mp4": "audio/mp4", "audio/ogg": "audio/ogg",
}

// slowest is how few bytes in a second may go to somebody who downloads a file, and patience what they have besides.
const (
	slowest  = 20_000
	patience = time.Minute
)

// Stored sends a file that somebody added, or the part of it that was asked for (RFC 9110, 14). open says that anybody may see it:
// then it may be kept, and is asked about each time, since that can change; any other is kept by nobody.
func (r *Responder) Stored(c *gin.Context, f *models.File, open bool, content blob.File) error {
	h := c.Writer.Header()
	mediaType, shown := shownTypes[f.MediaType]
	how := "inline"
	if !shown {
		mediaType, how = f.MediaType, "attachment"
		if !strings.HasPrefix(mediaType, "application/vnd.") {
			mediaType = "application/octet-stream"
		}
	}
	h.Set("Content-Type", mediaType)
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	h.Set("ETag", `"`+f.Sum[:32]+`"`)
	h.Add("Vary", "Cookie")
	if open {
		h.Set("Cache-Control", "public, no-cache")
	} else {
		Private(h)
	}
	allow(c, content.Size())
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, content)
	return nil
}

// allow gives whoever downloads so many bytes the time that a slow line takes. A server that knows no such time gives all.
func allow(c *gin.Context, size int64) {
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Now().Add(patience + time.Duration(size/slowest)*time.Second))
}
