package response

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/web"
)

// statuses say with which status each refusal is answered.
var statuses = map[models.Code]int{
	models.Invalid:   http.StatusUnprocessableEntity,
	models.Forbidden: http.StatusForbidden,
	models.NotFound:  http.StatusNotFound,
	models.Conflict:  http.StatusConflict,
	models.Gone:      http.StatusGone,
	models.Refused:   http.StatusForbidden,
	models.TooMany:   http.StatusTooManyRequests,
}

// ErrSignIn is returned where somebody must sign in first.
var ErrSignIn = errors.New("sign in first")

// ErrIsSetUp answers a set-up link once there is somebody to sign in.
var ErrIsSetUp error = &models.Error{Code: models.Gone, Message: "This site is set up already."}

// Refuse answers a request that was not done: a refusal with its own words, a fault of ours without any, but with a
// number under which the log has it.
func (r *Responder) Refuse(c *gin.Context, err error) {
	c.Abort()
	if errors.Is(err, context.Canceled) && c.Request.Context().Err() != nil {
		return // whoever asked has gone
	}
	status, known := statuses[models.CodeOf(err)]
	var failed error
	switch {
	case errors.Is(err, ErrSignIn):
		failed = r.AskToSignIn(c)
	case known:
		failed = r.refuse(c, status, err)
	default:
		failed = r.fault(c, err)
	}
	if failed != nil {
		r.log.Error("answer a refusal", "error", failed)
		c.AbortWithStatus(http.StatusInternalServerError)
	}
}

func (r *Responder) refuse(c *gin.Context, status int, err error) error {
	view := web.ProblemView{Status: status, Message: words(err)}
	var often *request.TooOften
	if errors.As(err, &often) {
		view.Wait = int(often.Wait.Seconds())
		c.Header("Retry-After", strconv.Itoa(view.Wait))
	}
	if errors.Is(err, ErrIsSetUp) {
		view.SignIn = "/sign-in"
	}
	if status == http.StatusNotFound {
		view.Message = "" // the same for what is not there and for what may not be seen
		if !request.VisitorOf(c).SignedIn() {
			view.SignIn = "/sign-in"
		}
	}
	return r.problem(c, view)
}

// Problem answers with a page that says what is wrong and the way out.
func (r *Responder) Problem(c *gin.Context, status int) {
	c.Abort()
	if err := r.problem(c, web.ProblemView{Status: status}); err != nil {
		r.log.Error("answer a refusal", "error", err)
		c.AbortWithStatus(status)
	}
}

func (r *Responder) problem(c *gin.Context, view web.ProblemView) error {
	p := r.Page(c, web.ProblemTitle(c.Request.Context(), view.Status, view.Message != ""))
	p.NoIndex = true
	return r.HTML(c, view.Status, p, web.Problem(view))
}

// words are what a refusal says, with what it says about fields where it is answered without its form.
func words(err error) string {
	var e *models.Error
	if !errors.As(err, &e) {
		return ""
	}
	said := make([]string, 0, len(e.Fields)+1)
	for _, message := range e.Fields {
		said = append(said, message)
	}
	slices.Sort(said)
	return strings.TrimSpace(e.Message + " " + strings.Join(said, " "))
}

// Words are the status and the words of a refusal, for whoever answers without a page; 0 for a fault of ours.
func (r *Responder) Words(err error) (status int, said string) {
	if errors.Is(err, ErrSignIn) {
		return http.StatusUnauthorized, "Sign in first."
	}
	return statuses[models.CodeOf(err)], words(err)
}

func (r *Responder) fault(c *gin.Context, err error) error {
	number := strings.ToLower(rand.Text()[:10])
	r.log.Error("request failed", "fault", number, "method", c.Request.Method, "route", c.FullPath(), "error", err)
	view := web.ProblemView{Status: FaultStatus(c.Writer.Header(), err), Ref: number}
	if view.Status == http.StatusServiceUnavailable {
		view.Wait = comeAgain
	}
	return r.problem(c, view)
}

// comeAgain is after how many seconds to ask again when the database is away. It takes that long to be restarted.
const comeAgain = 10

// FaultStatus is the status of an answer to a request that failed by a fault of ours: 503, with a Retry-After among the
// headers, when the database is away and everything will be well once it is back, and else 500.
func FaultStatus(h http.Header, err error) int {
	if !db.IsAway(err) {
		return http.StatusInternalServerError
	}
	h.Set("Retry-After", strconv.Itoa(comeAgain))
	return http.StatusServiceUnavailable
}

// Failed answers a fault outside the router, where there is no page to be had.
func (r *Responder) Failed(w http.ResponseWriter, req *http.Request, err error) {
	r.log.Error("request failed", "method", req.Method, "error", err)
	Private(w.Header())
	status := FaultStatus(w.Header(), err)
	http.Error(w, http.StatusText(status), status)
}

// AskToSignIn answers with the page for signing in, which leads back to where one wanted to be.
func (r *Responder) AskToSignIn(c *gin.Context) error {
	ctx := c.Request.Context()
	p := r.Page(c, web.T(ctx, "layout.sign_in"))
	p.NoIndex = true
	return r.HTML(c, http.StatusUnauthorized, p, web.SignIn(web.SignInView{
		Next: Local(wanted(c.Request), "/"), Why: web.T(ctx, "said.sign_in_first"), Typed: typed(c),
	}))
}

// typed are the words of a form that came without a session, so that whoever wrote them can take them along.
func typed(c *gin.Context) string {
	// Pictures are not taken along, so a form as large as they are is not read for somebody who is not signed in.
	if size := c.Request.ContentLength; c.Request.Method != http.MethodPost || size < 0 || size > request.FormBytes {
		return ""
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(f.Line("title") + "\n\n" + f.Text("body"))
}

// wanted is the page that somebody asked for, or from which they sent a form.
func wanted(r *http.Request) string {
	if r.Method == http.MethodGet {
		return r.URL.RequestURI()
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return "/"
	}
	return from.RequestURI()
}

// Fields are what is wrong with a form, or nil when err says nothing that belongs beside it. What is said of no field in
// particular stands under "".
func Fields(err error) web.Errors {
	var e *models.Error
	if !errors.As(err, &e) || e.Code == models.NotFound || e.Code == models.Gone {
		return nil
	}
	wrong := web.Errors{}
	for name, message := range e.Fields {
		wrong[name] = message
	}
	if e.Message != "" {
		wrong[""] = e.Message
	}
	return wrong
}

// Recover answers what panicked as any other fault.
func (r *Responder) Recover(c *gin.Context) {
	defer func() {
		what := recover()
		if what == nil {
			return
		}
		if what == http.ErrAbortHandler {
			panic(what) // net/http's own way of ending an answer
		}
		r.log.Error("panic", "stack", string(debug.Stack()))
		r.Refuse(c, fmt.Errorf("panic: %v", what))
	}()
	c.Next()
}
