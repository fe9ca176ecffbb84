package pages

import (
	"bytes"
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

// Attendance lists who answered an event, for those who host it.
func (p *Pages) Attendance(c *gin.Context) error {
	f, err := p.hosted(c)
	if err != nil {
		return err
	}
	all, err := p.Site.Answers(c.Request.Context(), f.item.ID)
	if err != nil {
		return err
	}
	e, now := response.Event(f.item, p.Site.DB().Now()), p.Site.DB().Now()
	view := web.AttendanceView{Event: *e, Base: f.item.Path() + "/people", Back: f.item.Path(), Marks: !e.Start.After(now)}
	for _, a := range all {
		row := web.Attendee{
			ID: strconv.FormatInt(a.ActorID, 10), Person: response.Person(c.Request.Context(), a.Actor), Note: a.Note, Learned: a.Learned,
			Says: a.Says, Seat: a.State, Came: !a.AttendedAt.IsZero(), At: a.AskedAt,
		}
		view.Add(row)
	}
	page := p.itemPage(c, f, said(c, "attendance.title"))
	page.NoIndex = true
	return p.Out.OK(c, page, web.Attendance(view))
}

// Attend notes who came.
func (p *Pages) Attend(c *gin.Context) error {
	v, f, form, err := p.hosting(c)
	if err != nil {
		return err
	}
	var came []int64
	for _, s := range form.All("came") {
		if id, err := strconv.ParseInt(s, 10, 64); err == nil {
			came = append(came, id)
		}
	}
	if err := p.Site.Attend(c.Request.Context(), v.Actor, f.item.ID, came); err != nil {
		return err
	}
	return p.Out.Done(c, f.item.Path()+"/people", said(c, "attendance.saved", "Count", len(came)))
}

// Seat lets in, or turns away, somebody who asks to come.
func (p *Pages) Seat(in bool) response.Handler {
	return func(c *gin.Context) error {
		v, f, form, err := p.hosting(c)
		if err != nil {
			return err
		}
		who, err := p.numbered(c, form.Line("actor"))
		if err != nil {
			return err
		}
		if err := p.Site.DecideSeat(c.Request.Context(), v.Actor, f.item.ID, who.ID, in); err != nil {
			return err
		}
		key := "said.was_declined"
		if in {
			key = "said.was_let_in"
		}
		return p.Out.Done(c, f.item.Path()+"/people", said(c, key, "Name", who.Display()))
	}
}

// hosting is what somebody who hosts an event has sent.
func (p *Pages) hosting(c *gin.Context) (*request.Visitor, *found, *request.Form, error) {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return nil, nil, nil, err
	}
	f, err := p.hosted(c)
	if err != nil {
		return nil, nil, nil, err
	}
	form, err := request.ReadForm(c)
	return v, f, form, err
}

// Learn keeps what somebody who came got from an event.
func (p *Pages) Learn(c *gin.Context) error {
	v, err := p.acting(c, request.ToReact)
	if err != nil {
		return err
	}
	f, err := p.event(c)
	if err != nil {
		return err
	}
	form, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	if err := p.Site.Learned(c.Request.Context(), v.Actor, f.item.ID, form.Line("learned")); err != nil {
		return err
	}
	return p.Out.Done(c, f.item.Path(), said(c, "attendance.learned_thanks"))
}

// AttendanceList is the same list as a file for spreadsheets.
func (p *Pages) AttendanceList(c *gin.Context) error {
	f, err := p.hosted(c)
	if err != nil {
		return err
	}
	all, err := p.Site.Answers(c.Request.Context(), f.item.ID)
	if err != nil {
		return err
	}
	body := attendanceTable(c.Request.Context(), all, f.item.Detail.(*models.Event).Start().Location())
	c.Header("Content-Disposition", `attachment; filename="who-comes-`+strconv.FormatInt(f.item.ID, 10)+`.csv"`)
	p.Out.Feed(c, "text/csv; charset=utf-8", body, false)
	return nil
}

func attendanceTable(ctx context.Context, all []*models.Answer, zone *time.Location) []byte {
	var out bytes.Buffer
	rows := [][]string{{
		web.T(ctx, "attendance.name"), web.T(ctx, "attendance.work"), web.T(ctx, "attendance.site"), web.T(ctx, "attendance.says"),
		web.T(ctx, "attendance.answered"), web.T(ctx, "attendance.came"), web.T(ctx, "attendance.note"), web.T(ctx, "attendance.got"),
	}}
	for _, a := range all {
		who, came := response.Person(ctx, a.Actor), ""
		if !a.AttendedAt.IsZero() {
			came = web.T(ctx, "answer.yes")
		}
		rows = append(rows, []string{
			who.Name, who.Work(), who.Site, web.AnswerWord(ctx, a.Says, a.State), a.AskedAt.In(zone).Format("2006-01-02 15:04"), came, a.Note, a.Learned,
		})
	}
	for _, row := range rows {
		for n, cell := range row {
			row[n] = harmless(cell)
		}
		out.WriteString(strings.Join(row, ",") + "\r\n")
	}
	return out.Bytes()
}

// harmless is a cell in quotes (RFC 4180), which no spreadsheet takes for a formula, nor for two cells where it has ; between
// them: names are chosen by people elsewhere too.
func harmless(cell string) string {
	if said := strings.TrimLeft(cell, " \u00a0"); said != "" && strings.ContainsAny(said[:1], "=+-@\t\r\n") {
		cell = "'" + cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}
