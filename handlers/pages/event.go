package pages

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// namedComing is how many of those who come the page of an event names.
const namedComing = 24

// eventFields are the fields of an event, and its part of its page.
type eventFields struct{}

// begin starts a new event with the zone of the community's last one, or as a copy of the one that the address names.
func (eventFields) begin(c *gin.Context, p *Pages, rm *room, to *web.Composer) error {
	fields := &web.EventFields{Zone: p.Out.Zone()}
	to.Extra = fields
	if id, err := strconv.ParseInt(c.Query("copy"), 10, 64); err == nil {
		return copyEvent(c, p, id, to)
	}
	zone, err := p.Site.LastZone(c.Request.Context(), rm.community.ID)
	if zone != "" {
		fields.Zone = zone
	}
	return err
}

// copyEvent fills the form for a new event with an older one; when it is stays open. The link to its room is only for who
// may change the older one too: whoever sees an event may copy it into a community of their own.
func copyEvent(c *gin.Context, p *Pages, id int64, to *web.Composer) error {
	v := request.VisitorOf(c)
	it, err := p.Site.Item(c.Request.Context(), v.Viewer, id)
	if err != nil {
		return err
	}
	f, err := p.around(c, it)
	if err != nil {
		return err
	}
	e, ok := it.Detail.(*models.Event)
	if !ok || it.Withdrawn() {
		return request.ErrNothing
	}
	fields := fieldsOf(e)
	fields.Stored, fields.InSeries, fields.Recording, fields.Notes = false, false, "", ""
	fields.Start, fields.End = "", ""
	if !f.hosts(v) {
		fields.Room = ""
	}
	to.Title, to.Body, to.Extra = it.Title, it.Source, fields
	return nil
}

func (eventFields) typed(f *request.Form) web.Extra {
	return &web.EventFields{
		Start: f.Line("start"), End: f.Line("end"), Zone: f.Line("timezone"), Place: f.Line("place"), Online: f.Line("online"), Room: f.Line("room"),
		Agenda: f.Text("agenda"), Papers: f.Text("papers"), Access: f.Text("access"), Speakers: f.Text("speakers"), Joining: f.Line("joining"), Link: f.Line("link"),
		Capacity: f.Line("capacity"), Category: f.Line("category"), Recording: f.Line("recording"), Notes: f.Text("notes"),
		Repeat: f.Line("repeat"), Rule: f.Line("rule"), Until: f.Line("until"), Occasions: f.Line("occasions"), Reach: f.Line("reach"),
	}
}

func (eventFields) stored(d models.Detail) web.Extra {
	if e, ok := d.(*models.Event); ok {
		return fieldsOf(e)
	}
	return &web.EventFields{Stored: true}
}

func fieldsOf(e *models.Event) *web.EventFields {
	f := &web.EventFields{
		Start: e.Begins, End: e.Ends, Zone: e.Zone, Place: e.Place, Online: e.Online, Room: e.Room, Access: e.Access, Speakers: e.Speakers,
		Joining: string(e.Joining), Link: e.Link, Category: e.Category, Recording: e.Recording, Agenda: e.Agenda, Papers: e.Papers, Notes: e.Notes,
		Stored: true, InSeries: e.SeriesID != 0, Reach: web.ThisOne,
	}
	if e.Capacity > 0 {
		f.Capacity = strconv.Itoa(e.Capacity)
	}
	return f
}

func (eventFields) read(typed web.Extra, old models.Detail, wrong web.Errors) models.Detail {
	f, e := typed.(*web.EventFields), new(models.Event)
	if was, ok := old.(*models.Event); ok {
		*e, f.Stored, f.InSeries = *was, true, was.SeriesID != 0
		e.Recording, e.Notes = f.Recording, f.Notes
	} else {
		f.Rule = strings.TrimSpace(f.Rule)
		f.Made = ruleOf(f, wrong)
	}
	e.Begins, e.Ends, e.Zone = f.Start, f.End, f.Zone
	e.Place, e.Online, e.Room, e.Link = f.Place, f.Online, f.Room, f.Link
	e.Agenda, e.Papers = f.Agenda, f.Papers
	e.Access, e.Speakers, e.Category, e.Joining = f.Access, f.Speakers, f.Category, models.EventJoining(f.Joining)
	e.Capacity = 0
	if f.Capacity != "" {
		var err error
		if e.Capacity, err = strconv.Atoi(f.Capacity); err != nil || e.Capacity < 1 {
			wrong["capacity"] = "Enter a number of places, such as 20, or leave it empty."
		}
	}
	return e
}

func (eventFields) publish(ctx context.Context, s *models.Site, d models.Draft, typed web.Extra) (*models.Item, error) {
	return s.PublishSeries(ctx, d, typed.(*web.EventFields).Made)
}

func (eventFields) revise(ctx context.Context, s *models.Site, it *models.Item, d models.Draft, typed web.Extra) (*models.Item, error) {
	if f := typed.(*web.EventFields); f.InSeries && f.Reach == web.AllThatFollow {
		return s.ReviseFollowing(ctx, it, d)
	}
	return s.Revise(ctx, it, d)
}

// show adds who comes, the visitor's own answer, and what hosts may do.
func (eventFields) show(c *gin.Context, p *Pages, f *found, view *web.ThreadView) error {
	shown, ok := view.Post.Detail.(*web.Event)
	if !ok {
		return nil
	}
	e, v, ctx := f.item.Detail.(*models.Event), request.VisitorOf(c), c.Request.Context()
	mine, err := p.Site.AnswerOf(ctx, f.item.ID, v.Actor)
	if err != nil {
		return err
	}
	turnout, err := p.Site.Turnout(ctx, f.item.ID, v.Actor)
	if err != nil {
		return err
	}
	named := p.Site.WhoComes
	if shown.Over && turnout.Attended > 0 {
		named = p.Site.WhoCame
	}
	coming, err := named(ctx, f.item.ID, namedComing)
	if err != nil {
		return err
	}
	page := &web.EventPage{
		Category: e.Category, Access: e.Access, Agenda: agenda(e.Agenda), Papers: e.PaperLinks(), Speakers: lines(e.Speakers), Recording: e.Recording, Maybe: turnout.Maybe, Came: turnout.Attended,
		Room: roomFor(f, e, v, mine), Answer: answerBox(c, f, shown, mine, turnout),
	}
	for _, who := range coming {
		page.Who = append(page.Who, response.Person(ctx, who))
	}
	if e.Notes != "" {
		if page.Notes, err = p.Site.Preview(ctx, e.Notes); err != nil {
			return err
		}
	}
	if mine != nil && !mine.AttendedAt.IsZero() && f.item.Here() {
		page.Learned = &web.LearnedForm{Action: f.item.Path() + "/learned", Words: mine.Learned}
	}
	page.Calendar = f.item.Path() + ".ics"
	hosting(f, v, e, page)
	if shown.Over { // nothing is left to put off
		page.Postpone, page.Cancel = "", ""
	}
	shown.Page = page
	return p.otherTimes(c, f.item.ID, e, page)
}

// otherTimes lists the next occasions of a series.
func (p *Pages) otherTimes(c *gin.Context, id int64, e *models.Event, page *web.EventPage) error {
	if e.SeriesID == 0 {
		return nil
	}
	others, err := p.Site.Slots(c.Request.Context(), request.VisitorOf(c).Viewer, models.Calendar{Series: e.SeriesID, From: p.Site.DB().Now()}, 7)
	if err != nil {
		return err
	}
	for _, s := range others {
		at, err := time.ParseInLocation("2006-01-02T15:04", s.Begins, e.Start().Location())
		if s.ID != id && err == nil {
			page.Series = append(page.Series, web.SeriesLink{URL: s.Path(), Start: at, Off: s.Status == models.Cancelled})
		}
	}
	return nil
}

// roomFor is the link to the room, for those who have a place and those who host.
func roomFor(f *found, e *models.Event, v *request.Visitor, mine *models.Answer) string {
	switch {
	case e.Status == models.Cancelled:
		return ""
	case mine != nil && mine.Says == models.SaysYes && mine.State == models.Coming:
		if !f.item.Here() {
			return mine.Room
		}
		return e.Room
	case f.hosts(v):
		return e.Room
	}
	return ""
}

// hosts tells whether somebody may change an event of this site.
func (f *found) hosts(v *request.Visitor) bool {
	st := f.standing(v)
	return st != nil && f.item.Here() && models.May(*st, models.ToHost, v.Actor.ID == f.item.AuthorID) == nil
}

// hosting fills in what hosts may do with an event.
func hosting(f *found, v *request.Visitor, e *models.Event, page *web.EventPage) {
	if !f.hosts(v) || f.room == nil {
		return
	}
	path := f.item.Path()
	page.People, page.Change = path+"/people", path+"/edit"
	page.Copy = f.room.path("/events/new") + "?copy=" + strconv.FormatInt(f.item.ID, 10)
	if e.Status != models.Planned {
		page.Resume = path + "/resume"
	}
	if e.Status == models.Planned {
		page.Postpone = path + "/postpone"
	}
	if e.Status != models.Cancelled {
		page.Cancel = path + "/cancel"
	}
}

// lines are the lines of a text that say something.
func lines(s string) (all []string) {
	for _, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// agenda takes the time in front of each line apart: "12:00 Welcome".
func agenda(s string) (all []web.AgendaLine) {
	for _, line := range lines(s) {
		at, what, _ := strings.Cut(line, " ")
		if _, err := time.Parse("15:04", strings.TrimSuffix(strings.ReplaceAll(at, ".", ":"), ":")); err != nil {
			at, what = "", line
		}
		all = append(all, web.AgendaLine{Time: at, What: strings.TrimSpace(what)})
	}
	return all
}
