package response

import (
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// pictureTypes are what is ever sent as a picture; whatever else a file may hold, it is never a page or a document.
var pictureTypes = map[string]bool{"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true}

// Picture sends a file that holds a picture and is known by its sum. One that anybody may always see, such as a face, is
// kept by browsers for as long as they like; any other is sent anew, since who may see it can change.
func (r *Responder) Picture(c *gin.Context, mediaType, sum string, open bool, file io.ReadSeeker) error {
	if !pictureTypes[mediaType] {
		return fmt.Errorf("send picture: it is kept as %q", mediaType)
	}
	h := c.Writer.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Content-Disposition", "inline")
	if open {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("ETag", `"`+sum[:min(len(sum), 16)]+`"`)
	} else {
		Private(h)
	}
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, file)
	return nil
}

// Drawn sends a picture that was made out of what it shows, which may change: it is kept for an hour by whoever asked, and
// after that asked for again by the name of what stands on it. open says that anybody may see it.
func (r *Responder) Drawn(c *gin.Context, name string, open bool, picture io.ReadSeeker) error {
	h := c.Writer.Header()
	h.Set("Content-Type", "image/png")
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Content-Disposition", "inline")
	if open {
		h.Set("Cache-Control", "public, max-age=3600")
		h.Set("ETag", `"`+name[:16]+`"`)
	} else {
		Private(h)
	}
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, picture)
	return nil
}
