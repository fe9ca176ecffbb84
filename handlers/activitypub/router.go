package activitypub

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
)

// Handler answers other servers.
type Handler struct {
	fed     *federation.Server
	site    *models.Site
	log     *slog.Logger
	version string
	write   wire.Writer
	fingers *models.Shelf[[]byte] // what WebFinger tells, by resource
}

// keptFingers is how many answers of WebFinger are kept; each is about 1 kB.
const keptFingers = 1024

// New returns the handler of all requests by other servers. version is what NodeInfo tells.
func New(site *models.Site, fed *federation.Server, log *slog.Logger, version string) http.Handler {
	h := &Handler{
		fed: fed, site: site, log: log, version: version,
		write:   wire.Writer{Base: site.Base(), Host: site.Host()},
		fingers: models.NewShelf[[]byte](site, keptFingers),
	}
	gin.SetMode(gin.ReleaseMode) // no list of routes on the terminal
	r := gin.New()
	r.RedirectTrailingSlash = false
	r.HandleMethodNotAllowed = true
	r.Use(request.NoteRoute, gin.CustomRecoveryWithWriter(nil, h.panicked))

	r.GET("/.well-known/webfinger", h.webFinger)
	r.GET("/.well-known/nodeinfo", h.nodeInfoLinks)
	r.GET("/.well-known/host-meta", h.hostMeta)
	r.GET("/nodeinfo/2.1", h.nodeInfo)

	for _, inbox := range []string{"/inbox", "/u/:name/inbox", "/c/:name/inbox"} {
		r.POST(inbox, gin.WrapF(fed.Inbox))
	}
	h.documents(r)
	r.NoRoute(func(c *gin.Context) { h.refuse(c, http.StatusNotFound) })
	return r
}

// documents are the addresses that are ids. HEAD is answered like GET, for servers that look first.
func (h *Handler) documents(r *gin.Engine) {
	paths := map[string]gin.HandlerFunc{
		"/":                 h.self,
		"/outbox":           h.selfOutbox,
		"/u/:name":          h.actor(models.Person),
		"/u/:name/:list":    h.list(models.Person),
		"/c/:name":          h.actor(models.Group),
		"/c/:name/:list":    h.list(models.Group),
		"/act/:id":          h.act(""),
		"/act/:id/announce": h.act("announce"),
		"/act/:id/share":    h.act("share"),
	}
	for _, k := range models.Kinds {
		item := "/" + k.Segment + "/:id"
		paths[item], paths[item+"/replies"] = h.item(k), h.collection(h.fed.Replies)
		if k.Thread {
			paths[item+"/context"] = h.collection(h.fed.Thread)
		}
		if k.Posted {
			paths[item+models.CompanionPath] = h.collection(h.fed.Companion)
		}
	}
	paths["/"+models.EventKind.Segment+"/:id/attendees"] = h.collection(h.fed.Attendees)
	page := "/" + models.WikiPageKind.Segment + "/:id"
	paths[page+"/history"] = h.collection(h.fed.History)
	paths[page+"/history/page/:n"], paths[page+"/rev/:n"] = h.numbered(h.fed.HistoryPart), h.numbered(h.fed.Revision)
	document := "/" + models.DocumentKind.Segment + "/:id"
	paths[document+"/versions"], paths[document+"/v/:n"] = h.collection(h.fed.DocumentVersions), h.documentVersion
	paths["/series/:id"] = h.collection(h.fed.Series)
	for path, do := range paths {
		r.GET(path, do)
		r.HEAD(path, do)
	}
}

func (h *Handler) panicked(c *gin.Context, fault any) {
	h.log.Error("panic", "path", c.Request.URL.Path, "fault", fault)
	h.refuse(c, http.StatusInternalServerError)
}
