package pages

import (
	"context"
	"log/slog"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/maypok86/otter/v2"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Federation finds what lives on other sites. Each call may use the network for as long as its context lasts; errors that
// are refusals (models.Error) say in words why not.
type Federation interface {
	// Actor finds a person or a community by "@name@host", "name@host:port" or the address of its page, and fetches it
	// when it is not known yet.
	Actor(ctx context.Context, ref string) (*models.Actor, error)
	// Item finds a post or a reply by its address, and fetches it when it is not known yet.
	Item(ctx context.Context, url string) (*models.Item, error)
	// LookUp fetches the people elsewhere whom a text mentions, as far as that goes quickly, so that publishing it can
	// tell them.
	LookUp(ctx context.Context, markdown string)
}

// Pages are all pages but those of the admins.
type Pages struct {
	Site       *models.Site
	Out        *response.Responder
	Sessions   *request.Sessions
	Limits     *request.Limits
	Federation Federation
	Log        *slog.Logger

	sites   *otter.Cache[int64, []models.HostCount]
	written *otter.Cache[string, writtenFeed]
	entries *otter.Cache[models.Entry, *writtenEvent]
	cards   *otter.Cache[string, []byte]  // the pictures of events, by what stands on them
	fronts  *models.Shelf[*response.Kept] // front rooms and libraries of public communities, and calendars, as visitors see them

	calendars *models.Shelf[*response.File]
}

// keptFronts is how many front rooms, libraries and calendars are kept; each is about 100 kB.
const keptFronts = 64

// keptCards is how many pictures of events are kept; each is about 60 kB, and takes 40 ms of a processor to draw.
const keptCards = 64

// New makes the pages of a site.
func New(p Pages) *Pages {
	p.sites = otter.Must(&otter.Options[int64, []models.HostCount]{
		MaximumSize:      1000,
		ExpiryCalculator: otter.ExpiryWriting[int64, []models.HostCount](time.Minute),
	})
	p.written = otter.Must(&otter.Options[string, writtenFeed]{MaximumSize: keptFeeds})
	p.entries = otter.Must(&otter.Options[models.Entry, *writtenEvent]{
		MaximumWeight: keptEvents, Weigher: func(_ models.Entry, e *writtenEvent) uint32 { return uint32(e.Len()) },
	})
	p.cards = otter.Must(&otter.Options[string, []byte]{MaximumSize: keptCards})
	p.fronts = models.NewShelf[*response.Kept](p.Site, keptFronts)
	p.calendars = models.NewShelf[*response.File](p.Site, keptFeeds)
	return &p
}

// sitesIn are the other sites that take part in a community of this one, as they were up to a minute ago: counting them
// costs more than showing the page.
func (p *Pages) sitesIn(ctx context.Context, community *models.Actor) ([]models.HostCount, error) {
	if !community.Here() || community.Group == nil || community.Group.Visibility != models.Public {
		return nil, nil
	}
	if known, ok := p.sites.GetIfPresent(community.ID); ok {
		return known, nil
	}
	found, err := p.Site.SitesTakingPart(ctx, community.ID)
	if err != nil {
		return nil, err
	}
	p.sites.Set(community.ID, found)
	return found, nil
}

// signedIn is who is signed in, or response.ErrSignIn.
func signedIn(c *gin.Context) (*request.Visitor, error) {
	if v := request.VisitorOf(c); v.SignedIn() {
		return v, nil
	}
	return nil, response.ErrSignIn
}

// acting is who is signed in and means to do something; doing too much too fast is refused.
func (p *Pages) acting(c *gin.Context, purpose request.Purpose) (*request.Visitor, error) {
	v, err := signedIn(c)
	if err != nil {
		return nil, err
	}
	return v, p.Limits.Take(c.Request, purpose, v.Actor.Name)
}

// said is the words of a message, in the reader's language.
func said(c *gin.Context, key string, pairs ...any) string {
	return web.T(c.Request.Context(), key, pairs...)
}

// byHTMX tells whether a script asks for a piece of a page, rather than somebody for all of it.
func byHTMX(c *gin.Context) bool { return c.GetHeader("HX-Request") == "true" }
