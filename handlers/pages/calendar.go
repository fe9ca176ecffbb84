package pages

import (
	"context"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// How much a calendar shows.
const (
	monthSlots = 600 // of a month, at most
	daySlots   = 4   // of a day in it
	dayEvents  = 200 // of a day by itself
	nextEvents = 3   // beside the talk of a community
)

// A shelfOfEvents is one calendar: what is in it, where it is, and around it which page stands.
type shelfOfEvents struct {
	what models.Calendar
	path string // "/events", "/c/NAME/events"
	room *room  // nil: the site's
	add  string
	ics  string
}

// calendarOf is the calendar that the path names: a community's or the site's.
func (p *Pages) calendarOf(c *gin.Context) (*shelfOfEvents, error) {
	if c.Param("name") == "" {
		return &shelfOfEvents{what: models.Calendar{Here: true}, path: "/events", ics: "/events.ics"}, nil
	}
	rm, err := p.room(c)
	if err != nil {
		return nil, err
	}
	s := &shelfOfEvents{what: models.Calendar{CommunityID: rm.community.ID}, path: rm.path("/events"), room: rm}
	if rm.hosts() {
		s.add = rm.path("/events/new")
	}
	if rm.standing.Public && rm.community.Here() {
		s.ics = rm.path("/events.ics")
	}
	return s, nil
}

// hosts tells whether the visitor may add events to a community of this site.
func (rm *room) hosts() bool {
	return rm.visitor.SignedIn() && rm.community.Here() && models.May(rm.standing, models.ToHost, false) == nil
}

// A calendarPage shows a calendar in one way.
type calendarPage func(c *gin.Context, s *shelfOfEvents) (web.CalendarView, error)

// shownCalendar answers with one way of showing the calendar that the path names. For visitors it is kept as a community's
// front room is: a month of a busy site takes some milliseconds to draw.
func (p *Pages) shownCalendar(show calendarPage) response.Handler {
	return func(c *gin.Context) error {
		s, err := p.calendarOf(c)
		if err != nil {
			return err
		}
		draw := func() (page web.Page, view web.CalendarView, err error) {
			if view, err = show(c, s); err == nil {
				page = p.calendarPage(c, s, view)
			}
			return page, view, err
		}
		if request.VisitorOf(c).SignedIn() || s.room != nil && !s.room.standing.Public {
			page, view, err := draw()
			if err != nil {
				return err
			}
			return p.Out.OK(c, page, web.Calendar(view))
		}
		key := c.Request.URL.Path + " " + web.Language(c.GetHeader("Accept-Language"))
		kept, err := p.fronts.Get(key, func() (*response.Kept, error) {
			page, view, err := draw()
			if err != nil {
				return nil, err
			}
			return p.Out.Keep(c, page, web.Calendar(view))
		})
		if err != nil {
			return err
		}
		p.Out.SendKept(c, kept)
		return nil
	}
}

// Events lists what is to come in a community or on the site.
func (p *Pages) Events(c *gin.Context) error {
	return p.shownCalendar(func(c *gin.Context, s *shelfOfEvents) (web.CalendarView, error) {
		s.what.From = p.Site.DB().Now()
		return p.listEvents(c, s, "upcoming", false)
	})(c)
}

// PastEvents lists what has been, the latest first.
func (p *Pages) PastEvents(c *gin.Context) error {
	return p.shownCalendar(func(c *gin.Context, s *shelfOfEvents) (web.CalendarView, error) {
		s.what.To = p.Site.DB().Now()
		s.path += "/past"
		return p.listEvents(c, s, "past", true)
	})(c)
}

// NetworkEvents lists what is to come in communities of other sites that people here follow.
func (p *Pages) NetworkEvents(c *gin.Context) error {
	return p.shownCalendar(func(c *gin.Context, s *shelfOfEvents) (web.CalendarView, error) {
		*s = shelfOfEvents{what: models.Calendar{Across: true, From: p.Site.DB().Now()}, path: "/events/network"}
		return p.listEvents(c, s, "network", false)
	})(c)
}

func (p *Pages) listEvents(c *gin.Context, s *shelfOfEvents, tab string, back bool) (view web.CalendarView, err error) {
	n, err := request.Page(c)
	if err != nil {
		return view, err
	}
	list, err := p.Site.CalendarPage(c.Request.Context(), request.VisitorOf(c).Viewer, s.what, n, back)
	if err != nil {
		return view, err
	}
	if n > list.Last() {
		return view, request.ErrNothing
	}
	view = p.calendarView(c, s, tab)
	view.Groups, view.Past = web.Group(p.eventRows(s, list.Items)), back
	view.Pages = response.Leaf(list, s.path, "")
	return view, nil
}

// MonthOrDay shows one month ("2027-01") as a table, or one day ("2027-01-15") as a list.
func (p *Pages) MonthOrDay(c *gin.Context) error { return p.shownCalendar(p.monthOrDay)(c) }

func (p *Pages) monthOrDay(c *gin.Context, s *shelfOfEvents) (view web.CalendarView, err error) {
	day, err := time.Parse(time.DateOnly, c.Param("month"))
	if err == nil && shownYear(day) {
		return p.oneDay(c, s, day)
	}
	first, err := time.Parse("2006-01", c.Param("month"))
	if err != nil || !shownYear(first) {
		return view, request.ErrNothing
	}
	next := first.AddDate(0, 1, 0)
	// A month is for finding a free evening, so that what is near stands in it too. What strangers send to somebody does not.
	s.what.Here, s.what.Near = false, s.room == nil
	// Days are those of each event's own zone, so that the days around the month are looked at too.
	s.what.From, s.what.To = first.AddDate(0, 0, -1), next.AddDate(0, 0, 1)
	slots, err := p.Site.Slots(c.Request.Context(), request.VisitorOf(c).Viewer, s.what, monthSlots)
	if err != nil {
		return view, err
	}
	view = p.calendarView(c, s, "month")
	view.Month = &web.MonthView{
		At: first, Weeks: weeks(s, first, slots, p.Site.DB().Now().In(p.Out.Location())), More: len(slots) == monthSlots,
		Previous: s.path + "/" + first.AddDate(0, -1, 0).Format("2006-01"), Next: s.path + "/" + next.Format("2006-01"),
	}
	return view, nil
}

// shownYear tells whether there is a page for a month or a day: without an end, programs would follow the links for ever,
// and no database knows the year 0.
func shownYear(at time.Time) bool { return at.Year() >= 1970 && at.Year() <= 2200 }

func (p *Pages) oneDay(c *gin.Context, s *shelfOfEvents, day time.Time) (view web.CalendarView, err error) {
	s.what.Here, s.what.Near = false, s.room == nil
	s.what.From, s.what.To = day.AddDate(0, 0, -1), day.AddDate(0, 0, 2)
	items, err := p.Site.Calendar(c.Request.Context(), request.VisitorOf(c).Viewer, s.what, dayEvents)
	if err != nil {
		return view, err
	}
	var that []*models.Item
	for _, it := range items {
		if e := it.Detail.(*models.Event); on(e.Begins, e.Ends, day) {
			that = append(that, it)
		}
	}
	view = p.calendarView(c, s, "month")
	view.Groups, view.Day = web.Group(p.eventRows(s, that)), day
	return view, nil
}

// on tells whether something with these wall times is on a day.
func on(begins, ends string, day time.Time) bool {
	date := day.Format(time.DateOnly)
	last := max(begins, ends)
	return begins[:min(len(begins), len(date))] <= date && date <= last[:min(len(last), len(date))]
}

// weeks sorts the events of a month into its days.
func weeks(s *shelfOfEvents, first time.Time, slots []models.Slot, now time.Time) (all [][]web.MonthDay) {
	start := first.AddDate(0, 0, -(int(first.Weekday())+6)%7)
	byDay := map[string][]web.DaySlot{}
	for _, slot := range slots {
		addSlot(byDay, s, slot)
	}
	for day := start; day.Before(first.AddDate(0, 1, 0)); {
		week := make([]web.MonthDay, 7)
		for n := range week {
			date := day.Format(time.DateOnly)
			d := web.MonthDay{At: day, Beside: day.Month() != first.Month(), Today: date == now.Format(time.DateOnly), Slots: byDay[date]}
			if extra := len(d.Slots) - daySlots; extra > 0 {
				d.Slots, d.More, d.URL = d.Slots[:daySlots], extra, s.path+"/"+date
			}
			week[n], day = d, day.AddDate(0, 0, 1)
		}
		all = append(all, week)
	}
	return all
}

// longestShown is on how many days one event stands at most.
const longestShown = 42

func addSlot(byDay map[string][]web.DaySlot, s *shelfOfEvents, slot models.Slot) {
	begins, err := time.Parse("2006-01-02T15:04", slot.Begins)
	if err != nil {
		return
	}
	first := slot.Begins[:len(time.DateOnly)]
	shown := web.DaySlot{URL: slot.Path(), Title: slot.Title, Clock: begins, Off: slot.Status == models.Cancelled}
	if s.room == nil {
		shown.Community, shown.Site = slot.Community, slot.Host
	}
	byDay[first] = append(byDay[first], shown)
	shown.Clock = time.Time{}
	for n := 1; n < longestShown && slot.Ends > first+"T99"; n++ {
		day := begins.AddDate(0, 0, n)
		if !on(slot.Begins, slot.Ends, day) {
			return
		}
		date := day.Format(time.DateOnly)
		byDay[date] = append(byDay[date], shown)
	}
}

func (p *Pages) eventRows(s *shelfOfEvents, items []*models.Item) []web.Event {
	rows, now := make([]web.Event, 0, len(items)), p.Site.DB().Now()
	for _, it := range items {
		e := response.Event(it, now)
		if e == nil {
			continue
		}
		if s.room == nil {
			e.Community = response.Link(it.Community)
		}
		rows = append(rows, *e)
	}
	return rows
}

// calendarView begins the page of a calendar, with the ways to look at it.
func (p *Pages) calendarView(c *gin.Context, s *shelfOfEvents, tab string) web.CalendarView {
	base := "/events"
	if s.room != nil {
		base = s.room.path("/events")
	}
	view := web.CalendarView{Add: s.add, Subscribe: s.ics, Empty: emptyCalendar(c, s, tab)}
	if s.ics != "" {
		_, host, _ := strings.Cut(p.Site.Base(), "://")
		view.Webcal = "webcal://" + host + s.ics
	}
	for _, v := range []struct{ id, path, key string }{
		{"upcoming", base, "calendar.upcoming"},
		{"month", base + "/" + p.Site.DB().Now().In(p.Out.Location()).Format("2006-01"), "calendar.month"},
		{"past", base + "/past", "calendar.past"},
		{"network", "/events/network", "calendar.network"},
	} {
		if v.id != "network" || s.room == nil {
			view.Views = append(view.Views, web.Tab{Name: said(c, v.key), URL: v.path, Active: v.id == tab})
		}
	}
	if s.room == nil {
		view.Title = said(c, "calendar.title")
	}
	return view
}

func emptyCalendar(c *gin.Context, s *shelfOfEvents, tab string) web.Empty {
	e := web.Empty{Drawing: "calendar", Title: said(c, "calendar.empty_title"), Text: said(c, "calendar.empty_text")}
	switch {
	case tab == "past":
		e.Title, e.Text = said(c, "calendar.empty_past_title"), said(c, "calendar.empty_past_text")
	case tab == "network":
		e.Text = said(c, "calendar.empty_network_text")
		e.Act = &web.ActButton{Label: said(c, "home.find_communities"), URL: "/communities", Link: true}
	case s.add != "":
		e.Text = said(c, "calendar.empty_host_text")
		e.Act = &web.ActButton{Label: said(c, "event_form.title"), URL: s.add, Link: true}
	}
	return e
}

func (p *Pages) calendarPage(c *gin.Context, s *shelfOfEvents, view web.CalendarView) web.Page {
	if s.room != nil {
		return p.page(c, s.room, tabEvents, said(c, "calendar.title"))
	}
	page := p.Out.Page(c, said(c, "calendar.title"))
	page.Place, page.NoIndex = web.AtEvents, view.Month != nil
	return page
}

// comingUp are the next few events of a community.
func (p *Pages) comingUp(ctx context.Context, rm *room) ([]web.Event, error) {
	now := p.Site.DB().Now()
	items, err := p.Site.Calendar(ctx, rm.visitor.Viewer, models.Calendar{CommunityID: rm.community.ID, From: now}, nextEvents)
	if err != nil {
		return nil, err
	}
	return p.eventRows(&shelfOfEvents{room: rm}, items), nil
}
