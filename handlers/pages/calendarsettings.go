package pages

import (
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/web"
)

// SetCalendar makes the address of somebody's own calendar, shown on the answer and never again, or takes it back.
func (p *Pages) SetCalendar(c *gin.Context) error {
	v, err := p.acting(c, request.ToReact)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if f.Line("act") == "stop" {
		if err := p.Site.CloseFeed(ctx, v.Actor); err != nil {
			return err
		}
		return p.Out.Done(c, "/settings#calendar", said(c, "calendar_feed.stopped"))
	}
	token, err := p.Site.OpenFeed(ctx, v.Actor)
	if err != nil {
		return err
	}
	address := p.Site.Base() + "/calendar/" + token + calendarEnd
	return p.settings(c, v, profileOf(v.Actor), web.SettingsView{Calendar: web.CalendarSettings{Address: address, Subscribe: subscribe(address)}}, p.Out.OK)
}

// subscribe is an address as calendar programs take it up: they open what begins with webcal.
func subscribe(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return "webcal://" + rest
}
