package handlers

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/admin"
	"github.com/folkmoot/folkmoot/handlers/pages"
	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Federation finds what lives on other sites.
type Federation = pages.Federation

// Config is all that the handlers stand on.
type Config struct {
	Site        *models.Site
	Federation  Federation
	ActivityPub http.Handler   // answers other servers: inboxes, documents, discovery
	Mail        admin.MailRoom // how letters go out
	Log         *slog.Logger
	Limits      bool // whether people may do things only so often
	Secure      bool // served over https, if need be by a proxy in front
	Version     string
	Ready       func(context.Context) error // whether requests can be served
	Proxies     []netip.Prefix              // may say for whom they ask; nil: none
	Zone        *time.Location              // in which pages tell times; nil: that of the machine
	Answered    Answered                    // told of each request; may be nil
}

// New returns what answers all requests to a site.
func New(cfg Config) http.Handler {
	h := newRouter(cfg)
	browser := request.SameSite(h.sessions.Wrap(h.engine, h.out.Failed))
	files := web.Static()
	all := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch to := doorOf(r); to {
		case forServers:
			cfg.ActivityPub.ServeHTTP(w, r)
		case forFiles:
			request.NoteFiles(r)
			files.ServeHTTP(w, r)
		default:
			if to == forEither {
				w.Header().Add("Vary", "Accept")
				if request.WantsActivity(r) {
					cfg.ActivityPub.ServeHTTP(w, r)
					return
				}
			}
			browser.ServeHTTP(w, r)
		}
	})
	return cfg.Answered.tell(request.Behind(cfg.Proxies, response.Headers(cfg.Secure, all)))
}

type router struct {
	engine   *gin.Engine
	out      *response.Responder
	sessions *request.Sessions
}

func newRouter(cfg Config) *router {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Zone == nil {
		cfg.Zone = time.Local
	}
	var limits *request.Limits
	if cfg.Limits {
		limits = request.NewLimits(cfg.Site.DB().Now)
	}
	sessions := request.NewSessions(cfg.Site, cfg.Secure)
	out := response.New(cfg.Site, sessions, cfg.Log, cfg.Zone)
	p := pages.New(pages.Pages{Site: cfg.Site, Out: out, Sessions: sessions, Limits: limits, Federation: cfg.Federation, Log: cfg.Log})
	a := &admin.Rooms{Site: cfg.Site, Out: out, Version: cfg.Version, Limits: limits, Post: cfg.Mail}

	gin.SetMode(gin.ReleaseMode) // no list of routes on the terminal
	e := gin.New()
	e.RedirectTrailingSlash = false
	e.HandleMethodNotAllowed = true
	e.ForwardedByClientIP = false // request.Behind has seen to it
	e.Use(request.NoteRoute, request.DropUploads, out.Recover, readable(out), visitor(sessions, out))
	e.NoRoute(func(c *gin.Context) { out.Refuse(c, request.ErrNothing) })
	e.NoMethod(func(c *gin.Context) { out.Problem(c, http.StatusMethodNotAllowed) })
	r := routes{e, out}
	r.health(cfg)
	r.pages(p)
	r.admin(a)
	return &router{engine: e, out: out, sessions: sessions}
}

// readable finds nothing at addresses that hold anything but text, which no database takes.
func readable(out *response.Responder) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !request.Readable(c.Request.URL) {
			out.Refuse(c, request.ErrNothing)
		}
	}
}

// visitor finds out who asks, for all that follows.
func visitor(sessions *request.Sessions, out *response.Responder) gin.HandlerFunc {
	return func(c *gin.Context) {
		v, err := sessions.Visitor(c.Request.Context())
		if err != nil {
			out.Refuse(c, err)
			return
		}
		request.SetVisitor(c, v)
	}
}
