package queue

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

const (
	firstBackoff   = 10 * time.Second
	longestBackoff = 6 * time.Hour
	jitter         = 0.2 // either way

	// patience is how often an item that its host answers with an error holds up those behind it.
	patience = 3
	// maxAttempts is after how many failures such an item, or a job, is parked.
	maxAttempts = 20
)

// ErrPoison says that a host works but cannot take this one item. A Retry that wraps it makes the item step aside after
// three failures, so that those behind it are sent, and parks it after twenty when others have got through.
var ErrPoison = errors.New("the host fails on this item")

// A Delivery is what Send is asked to send.
type Delivery struct {
	ID       int64
	ActID    int64
	SenderID int64
	Host     string
	Inbox    string
	Body     []byte // shared by many deliveries: not to be written to
	Attempts int    // failures so far
}

// Send sends a delivery, within ctx, and says what came of it. It is called from many goroutines, yet for each host
// only from one at a time, in the order in which the deliveries were put.
type Send func(ctx context.Context, d Delivery) Outcome

// An Outcome is what came of a delivery. The zero Outcome is a failure without a reason.
type Outcome struct {
	verdict Verdict
	after   time.Duration
	err     error
}

// A Verdict is an outcome in a word, for metrics.
type Verdict string

// The verdicts.
const (
	VerdictDone      Verdict = "done"
	VerdictCancelled Verdict = "cancelled"
	VerdictRefused   Verdict = "refused"
	VerdictRetry     Verdict = ""
)

// String is "done", "cancelled", "refused" or "retry".
func (v Verdict) String() string {
	if v == VerdictRetry {
		return "retry"
	}
	return string(v)
}

// Done is the outcome of a delivery that the host has taken.
func Done() Outcome { return Outcome{verdict: VerdictDone} }

// Cancelled is the outcome of a delivery that shall not be made any more, as our policy now refuses the host. It is deleted.
func Cancelled() Outcome { return Outcome{verdict: VerdictCancelled} }

// Refused is the outcome of a delivery that the host has answered and will never take. It is parked with the reason.
func Refused(reason error) Outcome { return Outcome{verdict: VerdictRefused, err: reason} }

// Retry is the outcome of a delivery that failed for now. The host is left alone for ten seconds, doubled with each
// failure in a row up to six hours, but for `after` at least (its Retry-After; six hours at most). Its deliveries wait
// in their order, and are parked when they are 14 days old.
func Retry(after time.Duration, err error) Outcome { return Outcome{after: after, err: err} }

// Verdict is the outcome in a word.
func (o Outcome) Verdict() Verdict { return o.verdict }

// reason is what is shown to admins.
func (o Outcome) reason() string {
	if o.err == nil {
		return "failed without a reason"
	}
	return short(o.err)
}

// short is an error for a database column: peers write into it, so it is cut and freed of what a database refuses.
func short(err error) string {
	const most = 500
	text := []rune(err.Error())
	if len(text) > most {
		text = text[:most]
	}
	for i, r := range text {
		if r == 0 {
			text[i] = ' '
		}
	}
	return string(text)
}

// holdsUp says whether a failure ends the lane's turn: not if the item has had its share of patience.
func (o Outcome) holdsUp(attempts int) bool {
	return o.verdict == VerdictRetry && !(errors.Is(o.err, ErrPoison) && attempts >= patience)
}

// backoff is the wait after so many failures in a row.
func backoff(fails int, longest time.Duration) time.Duration {
	wait := longest
	if fails = max(fails, 1); fails < 32 {
		wait = min(longest, firstBackoff<<(fails-1))
	}
	return time.Duration(float64(wait) * (1 - jitter + 2*jitter*rand.Float64()))
}
