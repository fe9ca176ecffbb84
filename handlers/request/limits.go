package request

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"

	"github.com/folkmoot/folkmoot/models"
)

// A Purpose is a thing that is not done too often.
type Purpose string

// The purposes.
const (
	ToSignIn   Purpose = "sign-in"    // a try with a password
	ToEnter    Purpose = "invitation" // opening or using an invitation or set-up link
	ToLookUp   Purpose = "look-up"    // asking another site for a person, a community or a post
	ToSearch   Purpose = "search"     // going through all posts
	ToSuggest  Purpose = "suggest"    // what there is like a title that is being typed
	ToPublish  Purpose = "publish"    // a post, a reply, an edit, a report
	ToUpload   Purpose = "upload"     // a picture
	ToReact    Purpose = "react"      // a like, a follow, joining and leaving
	ToRecover  Purpose = "forgotten"  // asking for a link for a new password
	ToTestMail Purpose = "test-mail"  // a letter of an admin to themself

	ToSubscribe Purpose = "calendar" // asking for a calendar at an address that leads nowhere
	ToCount     Purpose = "download" // a download that is counted; more of them are given all the same
)

// A Pace is how often something may be done: so many times at once, and as many again over Per.
type Pace struct {
	Times int
	Per   time.Duration
	House int // times for one address, behind which a whole office may sit; 0: as for one account
	// Apart has Times count for one account from one address, and House for one account from all together. It is for what
	// anybody can do in the name of an account: a stranger must not use up the times of its owner.
	Apart bool
}

// Paces are all limits of what people do. Each is counted per address and, for who is signed in or tries to, per account.
var Paces = map[Purpose]Pace{
	ToSignIn:   {Times: 10, Per: 15 * time.Minute, House: 100},
	ToEnter:    {Times: 20, Per: 15 * time.Minute, House: 100},
	ToLookUp:   {Times: 30, Per: 10 * time.Minute},
	ToSearch:   {Times: 60, Per: 10 * time.Minute},
	ToSuggest:  {Times: 120, Per: 10 * time.Minute},
	ToPublish:  {Times: 60, Per: 10 * time.Minute},
	ToUpload:   {Times: 60, Per: 10 * time.Minute},
	ToReact:    {Times: 200, Per: 10 * time.Minute},
	ToRecover:  {Times: 3, Per: time.Hour, House: 20, Apart: true},
	ToTestMail: {Times: 5, Per: time.Hour},

	ToSubscribe: {Times: 20, Per: 15 * time.Minute, House: 100},
	ToCount:     {Times: 60, Per: 10 * time.Minute},
}

// counters bounds how many addresses and accounts are remembered; beyond it the longest unused are forgotten.
const counters = 100_000

// Limits count how often something is done, in this process. Nil limits nothing.
type Limits struct {
	now  func() time.Time
	all  *otter.Cache[string, *rate.Limiter]
	hits atomic.Int64
}

// NewLimits counts by a clock.
func NewLimits(now func() time.Time) *Limits {
	return &Limits{now: now, all: otter.Must(&otter.Options[string, *rate.Limiter]{
		MaximumSize:      counters,
		ExpiryCalculator: otter.ExpiryAccessing[string, *rate.Limiter](time.Hour),
	})}
}

// Refused counts the requests that were refused, since the start.
func (l *Limits) Refused() int64 { return l.hits.Load() }

// A TooOften says that something was done too often, and when it may be done again.
type TooOften struct {
	Wait time.Duration // whole seconds, at least one
	err  models.Error
}

func (t *TooOften) Error() string { return t.err.Message }

// Unwrap is the refusal with its code.
func (t *TooOften) Unwrap() error { return &t.err }

// Take counts one try from where r comes, and for account where that is not "". It returns a *TooOften when either was
// tried too often.
func (l *Limits) Take(r *http.Request, p Purpose, account string) error {
	if l == nil {
		return nil
	}
	pace, from := Paces[p], " from "+household(Address(r))
	wait := l.take(string(p)+from, max(pace.Times, pace.House), pace.Per)
	if wait == 0 && account != "" && pace.Apart {
		wait = l.take(string(p)+" by "+account+from, pace.Times, pace.Per)
		pace.Times = pace.House
	}
	if wait == 0 && account != "" {
		wait = l.take(string(p)+" by "+account, pace.Times, pace.Per)
	}
	if wait == 0 {
		return nil
	}
	l.hits.Add(1)
	return &TooOften{Wait: wait, err: models.Error{
		Code:    models.TooMany,
		Message: fmt.Sprintf("That was tried too often. Try again in %s.", spoken(wait)),
	}}
}

// take counts one try under key and returns how long to wait, 0 when it was not too often.
func (l *Limits) take(key string, times int, per time.Duration) time.Duration {
	limiter, _ := l.all.ComputeIfAbsent(key, func() (*rate.Limiter, bool) {
		return rate.NewLimiter(rate.Every(per/time.Duration(times)), times), false
	})
	now := l.now()
	try := limiter.ReserveN(now, 1)
	wait := try.DelayFrom(now)
	if wait <= 0 {
		return 0
	}
	try.CancelAt(now) // a refused try does not make the wait longer
	return max(time.Second, (wait + time.Second - 1).Truncate(time.Second))
}

func spoken(d time.Duration) string {
	if d <= 90*time.Second {
		return fmt.Sprintf("%d seconds", int(d.Seconds()))
	}
	return fmt.Sprintf("%d minutes", int((d + time.Minute - 1).Minutes()))
}
