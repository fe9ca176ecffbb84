package mail

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/textproto"
	"regexp"
	"strings"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

const (
	// maxBounce is how much of a message is looked at, in bytes. What tells why a letter came back stands at the beginning.
	maxBounce = 1 << 20
	// maxParts is how many parts of a message, and recipients in a report, are looked at.
	maxParts = 20
)

// A Bounce is what a mail server says about a letter that it had taken before.
type Bounce struct {
	Tickets []string // of the letters that it may be about, as BackTicket made them
	Failed  bool     // it came back; else it is late, or arrived
	Dead    bool     // for good: nobody has a mailbox at that address
	Why     string   // one line of what the server says
}

// ErrNoBounce is the error of ReadBounce for a message that does not tell of a letter that came back.
var ErrNoBounce = errors.New("this is no word of a mail server about a letter from here")

// TakeBounce reads one message from r, as a mail server passes it on, and notes that the letter it tells of has come back.
// said is what became of it, in a line. Messages about something else change nothing; the error is only about this site.
func TakeBounce(ctx context.Context, site *models.Site, r io.Reader) (said string, err error) {
	b, err := ReadBounce(r)
	if err != nil {
		return "Nothing was changed: " + err.Error() + ".", nil
	}
	if !b.Failed {
		return "Nothing was changed: the letter has not come back.", nil
	}
	for _, ticket := range b.Tickets {
		err := site.LetterBack(ctx, ticket, "It came back: "+cmp.Or(b.Why, "the mail server does not say why")+".", b.Dead)
		switch {
		case models.CodeOf(err) == models.NotFound:
			continue
		case err != nil:
			return "", fmt.Errorf("note a letter that came back: %w", err)
		case b.Dead:
			return "The letter came back, and nothing more goes to its address.", nil
		}
		return "The letter came back.", nil
	}
	return "Nothing was changed: this site sent no such letter, or knows already.", nil
}

// ReadBounce reads the word of a mail server about a letter: a report of RFC 3464, or a message of the older kind, which
// says it in words and holds the header of the letter. It reads a megabyte at most.
func ReadBounce(r io.Reader) (*Bounce, error) {
	in := bufio.NewReader(io.LimitReader(r, maxBounce))
	if start, _ := in.Peek(5); string(start) == "From " { // as it stands in a mailbox (RFC 4155); Postfix passes it on
		if _, err := in.ReadString('\n'); err != nil {
			return nil, ErrNoBounce
		}
	}
	m, err := netmail.ReadMessage(in)
	if err != nil {
		return nil, ErrNoBounce
	}
	b := new(Bounce)
	kind, params, _ := mime.ParseMediaType(m.Header.Get("Content-Type"))
	switch {
	case kind == "multipart/report" && params["boundary"] != "":
		b.report(multipart.NewReader(m.Body, params["boundary"]))
		if len(b.Tickets) == 0 { // some send nothing of the letter back
			b.about(m.Header.Get("In-Reply-To"))
			b.about(m.Header.Get("References"))
		}
	case fromServer(m.Header) && !stillTries.MatchString(m.Header.Get("Subject")):
		b.words(m.Body)
	}
	if len(b.Tickets) == 0 {
		return nil, ErrNoBounce
	}
	return b, nil
}

// stillTries is how messages of the older kind are headed that only say a letter is late.
var stillTries = regexp.MustCompile(`(?i)warning|delay`)

// fromServer tells whether a message says that no person wrote it, as those of the older kind do. It is easy to forge: it
// keeps answers of people apart, and nothing else.
func fromServer(h netmail.Header) bool {
	if h.Get("X-Failed-Recipients") != "" || strings.TrimSpace(h.Get("Return-Path")) == "<>" {
		return true
	}
	from, err := netmail.ParseAddress(h.Get("From"))
	if err != nil {
		return false
	}
	who, _, _ := strings.Cut(strings.ToLower(from.Address), "@")
	return who == "mailer-daemon" || who == "postmaster"
}

// report reads the parts of an RFC 3464 report.
func (b *Bounce) report(r *multipart.Reader) {
	for range maxParts {
		p, err := r.NextPart()
		if err != nil {
			return // the end, or a part that is cut off: what was read before counts
		}
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		switch kind {
		case "message/delivery-status", "message/global-delivery-status": // RFC 6533
			b.status(textproto.NewReader(bufio.NewReader(p)))
		case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
			b.header(p)
		}
	}
}

// status reads the blocks of a delivery status: one about the message, and one about each of its recipients, of which a
// letter from here has one.
func (b *Bounce) status(r *textproto.Reader) {
	for range maxParts {
		block, err := r.ReadMIMEHeader()
		if strings.EqualFold(strings.TrimSpace(block.Get("Action")), "failed") {
			_, said, found := strings.Cut(block.Get("Diagnostic-Code"), ";")
			if !found {
				said = block.Get("Diagnostic-Code")
			}
			b.failed(block.Get("Status"), said)
			return
		}
		if err != nil {
			return
		}
	}
}

// statusCode is a status of RFC 3463, such as 5.1.1.
var statusCode = regexp.MustCompile(`(?:^|[^\d.])([45])\.(\d{1,3})\.\d{1,3}(?:$|[^\d.])`)

// failed notes that the letter came back. status may be empty, said holds it often. An address is dead when the status is
// lasting and about the address or its mailbox, or about nothing in particular (RFC 3463, 3.1 to 3.3): what is wrong with a
// letter or its sender is not the fault of an address.
func (b *Bounce) failed(status, said string) {
	b.Failed, b.Why = true, strings.TrimRight(text.CleanLine(said, maxWhy), ". ")
	code := statusCode.FindStringSubmatch(status)
	if code == nil {
		code = statusCode.FindStringSubmatch(said)
	}
	b.Dead = code != nil && code[1] == "5" && (code[2] == "0" || code[2] == "1" || code[2] == "2")
	if b.Why == "" {
		b.Why = text.CleanLine(status, maxWhy)
	}
}

// words reads a message of the older kind: what the server says, and then the letter or its header.
func (b *Bounce) words(r io.Reader) {
	all, err := io.ReadAll(r)
	if err != nil {
		return
	}
	at := returnedID.FindIndex(all)
	if at == nil {
		return
	}
	said, why := all[:at[0]], ""
	for line := range bytes.Lines(said) {
		if statusCode.Match(line) {
			why = string(line)
			break
		}
	}
	b.failed("", why)
	b.header(bytes.NewReader(all[at[0]:]))
}

// returnedID is where the header of a letter names it: at the beginning of a line, as in no answer that quotes one.
var returnedID = regexp.MustCompile(`(?im)^message-id:`)

// header reads the header of the letter that came back.
func (b *Bounce) header(r io.Reader) {
	h, _ := textproto.NewReader(bufio.NewReader(r)).ReadMIMEHeader() // one that is cut off says enough
	for _, id := range h.Values("Message-Id") {
		b.about(id)
	}
}

// about notes the letters among message ids.
func (b *Bounce) about(ids string) {
	for _, id := range strings.Fields(ids) {
		id, _, _ = strings.Cut(strings.Trim(id, "<>"), "@")
		if ticket, ok := strings.CutPrefix(id, messageIDStart); ok && len(b.Tickets) < maxParts {
			b.Tickets = append(b.Tickets, ticket)
		}
	}
}
