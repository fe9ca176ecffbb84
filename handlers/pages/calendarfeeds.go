package pages

import (
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/ical"
	"github.com/folkmoot/folkmoot/web"
)

// calendarEnd is how the addresses of calendar files end.
const calendarEnd = ".ics"

// Event is the page of an event, or its calendar file: the router cannot tell the two addresses apart.
func (p *Pages) Event(c *gin.Context) error {
	id, file := strings.CutSuffix(c.Param("id"), calendarEnd)
	if !file {
		return p.Thread(c)
	}
	for n := range c.Params {
		if c.Params[n].Key == "id" {
			c.Params[n].Value = id
		}
	}
	return p.eventFile(c)
}

// eventFile is the calendar file of one event, for whoever may see it.
func (p *Pages) eventFile(c *gin.Context) error {
	f, err := p.item(c)
	if err != nil {
		return err
	}
	if f.item.Kind != models.EventKind.Name {
		return request.ErrNothing
	}
	if err := withdrawn(c, f.item); err != nil {
		return err
	}
	body, err := ical.Invite(f.item)
	if err != nil {
		return err
	}
	file := response.NewFile(ical.MediaType, fmt.Sprintf("event-%d.ics", f.item.ID), changed(f.item), body)
	p.Out.SendFile(c, file, ical.Fresh, f.item.Visibility == models.Public)
	return nil
}

// CommunityCalendar is the calendar of a community, as visitors see it: calendar programs do not sign in. So of a community
// that is not open to all there is none.
func (p *Pages) CommunityCalendar(c *gin.Context) error {
	community, err := p.communityNamed(c, c.Param("name"))
	if err != nil {
		return err
	}
	sees, err := p.Site.MaySee(c.Request.Context(), models.Viewer{}, community)
	if err != nil {
		return err
	}
	if !sees {
		return request.ErrNothing
	}
	return p.calendar(c, calendar{
		key: fmt.Sprintf("c%d", community.ID), file: community.Name + calendarEnd, open: true,
		feed:   ical.Feed{Name: community.Display(), Page: p.Site.Base() + community.Path() + "/events"},
		events: models.Calendar{CommunityID: community.ID},
	})
}

// SiteCalendar is the calendar of the whole site, as visitors see it.
func (p *Pages) SiteCalendar(c *gin.Context) error {
	set, err := p.Site.Settings(c.Request.Context())
	if err != nil {
		return err
	}
	return p.calendar(c, calendar{
		key: "site", file: "events.ics", open: true,
		feed: ical.Feed{Name: set.Name, Page: p.Site.Base() + "/events"}, events: models.Calendar{Here: true},
	})
}

// OwnCalendar is what somebody goes to, for whoever knows the secret of its address.
func (p *Pages) OwnCalendar(c *gin.Context) error {
	token, named := strings.CutSuffix(c.Param("token"), calendarEnd)
	who, err := p.Site.FeedOwner(c.Request.Context(), token)
	if models.CodeOf(err) == models.NotFound || !named {
		if err := p.Limits.Take(c.Request, request.ToSubscribe, ""); err != nil {
			return err
		}
		return request.ErrNothing
	}
	if err != nil {
		return err
	}
	return p.calendar(c, calendar{
		key: fmt.Sprintf("u%d %s", who.ID, web.Language(c.GetHeader("Accept-Language"))), file: "my-events.ics", viewer: models.Viewer{Actor: who},
		feed:   ical.Feed{Name: said(c, "calendar_feed.mine"), Page: p.Site.Base() + "/events"},
		events: models.Calendar{GoesTo: who.ID},
	})
}

// A calendar is what a feed is made of, and for whom.
type calendar struct {
	key, file string
	viewer    models.Viewer
	open      bool // anybody may have it
	feed      ical.Feed
	events    models.Calendar
}

// calendar sends a feed, from the shelf when nothing has changed.
func (p *Pages) calendar(c *gin.Context, cal calendar) error {
	file, err := p.calendars.Get(cal.key, func() (*response.File, error) { return p.writeCalendar(c, cal) })
	if err != nil {
		return err
	}
	p.Out.SendFile(c, file, ical.Fresh, cal.open)
	return nil
}
