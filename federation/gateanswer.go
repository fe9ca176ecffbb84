package federation

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models/limits"
)

// Why a Gate refuses to go on. All but ErrBudget say something about the peer that trying again at once
// will not change.
var (
	ErrDenied           = errors.New("the policy does not allow this host")
	ErrPrivate          = errors.New("private address")
	ErrInsecure         = errors.New("plain http outside the private networks")
	ErrTooLarge         = errors.New("answer too large")
	ErrTooSmall         = errors.New("answer too small")
	ErrEncoding         = errors.New("answer in an encoding that was not asked for")
	ErrTooManyRedirects = errors.New("too many redirects")
	ErrBudget           = errors.New("no fetches left for this job")
)

// A StatusError is an answer to a Fetch that was not 2xx.
type StatusError struct {
	Code       int
	RetryAfter time.Duration // 0 when the peer named none; at most limits.RetryAfterMax
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("answered %d %s", e.Code, http.StatusText(e.Code))
}

// ActivityType is the media type of everything that we send, and the one that peers compare with.
const ActivityType = "application/activity+json"

const (
	profile = "https://www.w3.org/ns/activitystreams"

	// AcceptActivity asks for an ActivityStreams document in either of its two types.
	AcceptActivity = ActivityType + `, application/ld+json; profile="` + profile + `"`
)

// Fetched is a document of another server.
type Fetched struct {
	URL         string // where it came from in the end, with a canonical host and no fragment
	ContentType string // as the server said it; "" when it said none, or more than one
	Body        []byte
	Date        time.Time // what time the server says it is; zero when it does not
}

// IsActivity tells whether the server that holds the document calls it an ActivityStreams document.
// Otherwise it may be anybody's: a file that a person put there, for example.
func (f *Fetched) IsActivity() bool { return IsActivityType(f.ContentType) }

// IsActivityType tells whether a media type is exactly one of the two of ActivityPub (section 3.2):
// application/activity+json, or application/ld+json with its profile. A charset may be given.
func IsActivityType(contentType string) bool {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	if c, ok := params["charset"]; ok && !strings.EqualFold(c, "utf-8") {
		return false
	}
	return kind == ActivityType || (kind == "application/ld+json" && slices.Contains(strings.Fields(params["profile"]), profile))
}

// An Answer is what a peer said to a Post.
type Answer struct {
	Status     int
	RetryAfter time.Duration // 0 when the peer named none; at most limits.RetryAfterMax
	Body       []byte        // its beginning, up to limits.AnswerBytes
}

// redirects are the statuses that send us elsewhere.
var redirects = []int{301, 302, 303, 307, 308}

// redirect returns where an answer sends us, or nil when it does not.
func redirect(from *url.URL, resp *http.Response) (*url.URL, error) {
	location := resp.Header.Get("Location")
	if location == "" || !slices.Contains(redirects, resp.StatusCode) {
		return nil, nil
	}
	rinse(resp.Body)
	ref, err := from.Parse(location)
	if err != nil {
		return nil, fmt.Errorf("redirect: %w", ErrAddress)
	}
	to, err := ParseURL(ref.String())
	if err != nil {
		return nil, fmt.Errorf("redirect: %w", err)
	}
	if from.Scheme == "https" && to.Scheme != "https" {
		return nil, fmt.Errorf("redirect: %w: %s", ErrInsecure, to.Host)
	}
	return to, nil
}

// read takes in a document of at most most bytes.
func (g *Gate) read(u *url.URL, resp *http.Response, most int) (*Fetched, error) {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		rinse(resp.Body)
		return nil, &StatusError{resp.StatusCode, g.retryAfter(resp.Header)}
	}
	if e := resp.Header.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return nil, ErrEncoding
	}
	if resp.ContentLength > int64(most) {
		return nil, ErrTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, int64(most)+1))
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	if len(body) > most {
		return nil, ErrTooLarge
	}
	at := *u
	at.Fragment, at.RawFragment = "", ""
	f := &Fetched{URL: at.String(), Body: body}
	if types := resp.Header.Values("Content-Type"); len(types) == 1 {
		f.ContentType = types[0]
	}
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		f.Date = date
	}
	return f, nil
}

// answer keeps the beginning of the body, and no error of reading it: the status has been said.
func (g *Gate) answer(resp *http.Response) *Answer {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, limits.AnswerBytes))
	return &Answer{resp.StatusCode, g.retryAfter(resp.Header), body}
}

// rinse reads the small rest of an answer, so that the connection can be used again.
func rinse(body io.Reader) {
	_, _ = io.CopyN(io.Discard, body, limits.AnswerBytes)
}

// retryAfter reads the header in either of its forms, seconds or a date (RFC 9110, section 10.2.3).
func (g *Gate) retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	var wait time.Duration
	if s, err := strconv.ParseInt(v, 10, 32); err == nil {
		wait = time.Duration(s) * time.Second
	} else if at, err := http.ParseTime(v); err == nil {
		wait = at.Sub(g.cfg.Now())
	}
	return max(0, min(wait, limits.RetryAfterMax))
}
