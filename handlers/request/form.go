package request

import (
	"crypto/rand"
	"errors"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/models"
)

// Sizes of what people send, in bytes.
const (
	FormBytes     = 1 << 20  // a form without files; the longest post is 50,000 characters
	UploadBytes   = 45 << 20 // a form with files: models.MaxPictures of them and the words
	slowestUpload = 50_000   // in a second, from those who send files
	uploadMemory  = 1 << 20  // of that, what is kept in memory; the rest waits in temporary files
)

// A Form is what somebody filled in and sent.
type Form struct {
	values url.Values
	files  map[string][]*multipart.FileHeader
}

// ReadForm reads the form in a request. A form that is too large is refused with Invalid.
func ReadForm(c *gin.Context) (*Form, error) { return ReadFormWith(c, UploadBytes) }

// ReadFormWith reads a form whose files may have so many bytes together. One that says of itself that it is larger is refused before
// it is read.
func ReadFormWith(c *gin.Context, most int64) (*Form, error) {
	r := c.Request
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		if r.ContentLength > most {
			return nil, badForm(&http.MaxBytesError{Limit: most})
		}
		_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(time.Minute + time.Duration(most/slowestUpload)*time.Second))
		r.Body = http.MaxBytesReader(c.Writer, r.Body, most)
		if err := r.ParseMultipartForm(uploadMemory); err != nil {
			return nil, badForm(err)
		}
		return &Form{values: whole(r.PostForm), files: r.MultipartForm.File}, nil
	}
	r.Body = http.MaxBytesReader(c.Writer, r.Body, FormBytes)
	if err := r.ParseForm(); err != nil {
		return nil, badForm(err)
	}
	return &Form{values: whole(r.PostForm)}, nil
}

// DropUploads deletes the temporary files of a form once it is answered. The server does so for its own request only, and
// by then there is another in its place.
func DropUploads(c *gin.Context) {
	defer func() {
		if f := c.Request.MultipartForm; f != nil {
			_ = f.RemoveAll() // what is left is the system's to sweep
		}
	}()
	c.Next()
}

// whole takes out of what was sent what no text holds, and no database takes: broken characters, and NUL.
func whole(values url.Values) url.Values {
	for _, all := range values {
		for n, v := range all {
			all[n] = strings.ReplaceAll(strings.ToValidUTF8(v, "\uFFFD"), "\x00", "")
		}
	}
	return values
}

// Readable tells whether an address holds text alone: no broken characters, and no NUL.
func Readable(u *url.URL) bool {
	query, err := url.QueryUnescape(u.RawQuery)
	return err == nil && isText(u.Path) && isText(query)
}

func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

func badForm(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &models.Error{Code: models.Invalid, Message: "What you sent is too large. Send fewer or smaller files.", Err: err}
	}
	return &models.Error{Code: models.Invalid, Message: "The form did not arrive whole. Go back and send it again.", Err: err}
}

// Text is a field of several lines, with line ends as text has them everywhere else.
func (f *Form) Text(name string) string {
	return strings.ReplaceAll(f.values.Get(name), "\r\n", "\n")
}

// Line is a field of one line, without space around it.
func (f *Form) Line(name string) string {
	return strings.TrimSpace(strings.NewReplacer("\r", " ", "\n", " ").Replace(f.values.Get(name)))
}

// Secret is a field exactly as it was typed: a password.
func (f *Form) Secret(name string) string { return f.values.Get(name) }

// Is tells whether a field has this value; for boxes that are ticked, radios and buttons.
func (f *Form) Is(name, value string) bool {
	for _, v := range f.values[name] {
		if v == value {
			return true
		}
	}
	return false
}

// All are the values of a field that may have several.
func (f *Form) All(name string) []string { return f.values[name] }

// File is a file that was sent, or nil. Browsers send an empty one for a field that was left alone.
func (f *Form) File(name string) *multipart.FileHeader {
	for _, file := range f.files[name] {
		if file.Size > 0 {
			return file
		}
	}
	return nil
}

// Files are all files that were sent in a field. Browsers send an empty one without a name for a field that was left alone.
func (f *Form) Files(name string) []*multipart.FileHeader {
	var sent []*multipart.FileHeader
	for _, file := range f.files[name] {
		if file.Size > 0 || file.Filename != "" {
			sent = append(sent, file)
		}
	}
	return sent
}

// NewOnce makes a name for what is about to be filled in. Sent back with the form, it makes sending it twice harmless.
func NewOnce() string { return rand.Text() }
