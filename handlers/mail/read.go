package mail

import (
	"errors"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"regexp"
	"strings"

	"github.com/folkmoot/folkmoot/models"
)

// Links with which whoever has them acts for the reader of a letter, and the line of the room, which is for those who come.
var (
	ticketLink = regexp.MustCompile(`(/answer/|/mail/stop/|/forgotten/)\S+`)
	roomLine   = regexp.MustCompile(`(?m)^(Room: ).*$`)
)

// Read is the text of a letter in the folder, without the links that are for its reader alone; "" when it is not there
// (any more).
func (r *Room) Read(l *models.Letter) (string, error) {
	m, err := r.folder.open(l.File)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	said, err := textPart(m)
	if err != nil {
		return "", err
	}
	said = strings.ReplaceAll(said, "\r\n", "\n")
	return roomLine.ReplaceAllString(ticketLink.ReplaceAllString(said, "$1…"), "$1…"), nil
}

// textPart finds the plain text, which stands first (see writing.bodies), however deep.
func textPart(m *netmail.Message) (string, error) {
	kind, body := m.Header.Get("Content-Type"), m.Body
	for {
		media, params, err := mime.ParseMediaType(kind)
		if err != nil {
			return "", err
		}
		if !strings.HasPrefix(media, "multipart/") {
			said, err := io.ReadAll(body)
			return string(said), err
		}
		part, err := multipart.NewReader(body, params["boundary"]).NextPart() // takes quoted-printable apart
		if err != nil {
			return "", err
		}
		kind, body = part.Header.Get("Content-Type"), part
	}
}
