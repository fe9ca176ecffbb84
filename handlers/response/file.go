package response

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/web"
)

// A File is something to download that programs ask for again and again.
type File struct {
	*Kept
	MediaType string
	Name      string    // letters, digits, dots and hyphens
	Changed   time.Time // zero: not known
}

// NewFile keeps the bytes of a file, to be sent more than once.
func NewFile(mediaType, name string, changed time.Time, body []byte) *File {
	zipped := web.Zipped(body, gzip.BestSpeed)
	return &File{&Kept{body: body, zipped: zipped, tag: tagOf(zipped)}, mediaType, name, changed}
}

// SendFile sends a file, whatever the request says that it accepts, or says that whoever asks has it already. It may be
// kept so long by whoever asked; open says that anybody may have it.
//
// Only its tag tells whether it is the same: its time does not tell that something was taken out of it.
func (r *Responder) SendFile(c *gin.Context, f *File, fresh time.Duration, open bool) {
	h, who := c.Writer.Header(), "private"
	if open {
		who = "public"
	}
	h.Set("Content-Disposition", `inline; filename="`+f.Name+`"`)
	if !f.Changed.IsZero() {
		h.Set("Last-Modified", f.Changed.UTC().Format(http.TimeFormat))
	}
	r.kept(c, f.MediaType, fmt.Sprintf("%s, max-age=%d", who, int(fresh.Seconds())), f.Kept)
}
