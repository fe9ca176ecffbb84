package web

import (
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

func storyEvent(id string, days int, title string) Event {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // zones come with the program
	}
	start := time.Date(2026, 3, 5+days, 12, 0, 0, 0, zone)
	return Event{ID: id, URL: "/event/" + id, Title: title, Start: start, End: start.Add(time.Hour), Zone: "Europe/London", Status: models.Planned, Joining: models.JoinFree}
}

func storyEvents() []Event {
	tea, webinar, picnic, far := storyEvent("301", 2, "Tea at the boat house"), storyEvent("302", 12, "Falls: bring your card"), storyEvent("303", 40, "Picnic"), storyEvent("304", 41, "Choir day")
	tea.Place, tea.Capacity, tea.Coming = "The boat house, Wharfgate", 20, 12
	webinar.Online, webinar.ByLink, webinar.Capacity, webinar.Coming = "https://live.academy.example/falls", true, 12, 12
	picnic.Status, picnic.Place = models.Cancelled, "The gardens"
	far.Zone, far.End, far.Uncounted, far.Capacity = "America/Argentina/Buenos_Aires", far.Start.AddDate(0, 0, 2), true, 30
	far.Community = &CommunityLink{Name: "Social prescribing", URL: "/c/social-prescribing@city.example", Site: "city.example"}
	return []Event{tea, webinar, picnic, far}
}

func addEvents(add addStory) {
	page := storyPage("Events")
	page.Band = storyBand("Events", false, Keeper)
	views := []Tab{{Name: "Upcoming", URL: "/c/peer-support/events", Active: true}, {Name: "Month", URL: "/c/peer-support/events/2026-03"}}
	add("events", page, Calendar(CalendarView{Views: views, Groups: Group(storyEvents()), Add: "/c/peer-support/events/new", Subscribe: "/c/peer-support/events.ics", Webcal: "webcal://academy.example/c/peer-support/events.ics"}))
	site := storyPage("Events")
	site.Place = AtEvents
	add("events-empty", site, Calendar(CalendarView{Title: "Events", Views: views, Empty: Empty{Drawing: "calendar", Title: "Nothing in the calendar", Text: "Meetings stand here."}}))
	month := &MonthView{At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Previous: "/events/2026-02", Next: "/events/2026-04", More: true}
	for day := time.Date(2026, 2, 23, 0, 0, 0, 0, time.UTC); day.Before(time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)); {
		var week []MonthDay
		for range 7 {
			d := MonthDay{At: day, Beside: day.Month() != time.March, Today: day.Day() == 5 && day.Month() == time.March}
			if day.Day()%9 == 7 && !d.Beside {
				d.Slots = []DaySlot{{URL: "/event/301", Title: "Tea at the boat house", Clock: day.Add(18 * time.Hour)}, {URL: "/event/303", Title: "Picnic", Off: true, Site: "city.example"}}
				d.More, d.URL = 3, "/events/"+day.Format(time.DateOnly)
			}
			week, day = append(week, d), day.AddDate(0, 0, 1)
		}
		month.Weeks = append(month.Weeks, week)
	}
	add("events-month", site, Calendar(CalendarView{Title: "Events", Views: views, Month: month}))
	addEventPages(add)
}

func addEventPages(add addStory) {
	page := storyPage("Tea at the boat house")
	page.Band = storyBand("Events", true, Joined)
	post := Item{ID: "301", URL: "/event/301", Title: "Tea at the boat house", Author: cath, At: ago(30 * time.Hour), Can: member, Body: text.Clean("<p>The kettle goes on at six.</p>")}
	thread := func(e Event) ThreadView {
		shown := post
		shown.Detail = &e
		return ThreadView{Post: shown, Audience: Audience{Seen: ByAnyone, Sites: 4}, People: []Person{cath}}
	}
	e := storyEvents()[1]
	e.MovedFrom = e.Start.AddDate(0, 0, -7)
	e.Page = &EventPage{
		Category: "Webinar", Access: "Live captions.\nTwo breaks.", Agenda: []AgendaLine{{"12:00", "Welcome"}, {"", "Tea"}}, Speakers: []string{"Ada Example"}, Room: "https://rooms.academy.example/falls",
		Who: []Person{asha, jo}, Maybe: 2, Calendar: "/event/302.ics", Series: []SeriesLink{{URL: "/event/309", Start: e.Start.AddDate(0, 0, 14)}},
		Copy: "/c/peer-support/events/new?copy=302", Change: "/event/302/edit", People: "/event/302/people", Cancel: "/event/302/cancel", Postpone: "/event/302/postpone",
	}
	e.Page.Answer = AnswerBox{Event: &e, Action: "/event/302/answer", Says: models.SaysYes, Seat: models.Waiting, Line: 3, Waiting: 4, Shown: true}
	add("event", page, Thread(thread(e)))
	over := storyEvents()[0]
	over.Over = true
	over.Page = &EventPage{Recording: "https://films.academy.example/1", Notes: text.Clean("<p>Thirty came.</p>"), Learned: &LearnedForm{Action: "/event/301/learned"}, Answer: AnswerBox{Event: &over, Why: "This is over."}}
	add("event-over", page, Thread(thread(over)))
	cancelled := storyEvents()[2]
	cancelled.Page = &EventPage{Resume: "/event/303/resume", People: "/event/303/people", Answer: AnswerBox{Event: &cancelled, Why: "Sign in to answer.", SignIn: "/sign-in?next=%2Fevent%2F303"}}
	add("event-cancelled", page, Thread(thread(cancelled)))
	wrong := Errors{"start": "Enter a date and a time, such as 2027-01-15 12:00.", "capacity": "Enter a number of places, such as 20, or leave it empty.", "rule": "This is not a rule for repeating.", "title": "Enter a title."}
	add("event-form", page, ComposePage(ComposeView{Heading: "Add an event", Composer: Composer{
		ID: "event", Action: "/c/peer-support/events/new", Kind: models.EventKind, Label: "What is it about?", Send: "Add the event", Pictures: true, Errors: wrong,
		Extra: &EventFields{Start: "tomorrow", Zone: "Pacific/Apia", Repeat: OwnRule, Rule: "OFTEN", Capacity: "lots"},
	}}))
	add("event-edit", page, ComposePage(ComposeView{Heading: "Change the event", Composer: Composer{
		ID: "edit", Action: "/event/301/edit", Kind: models.EventKind, Title: "Tea", Label: "What is it about?", Send: "Save", Extra: &EventFields{Start: "2026-03-07T12:00", Zone: "Europe/London", Stored: true, InSeries: true, Reach: ThisOne, Access: "Ramp"},
	}}))
	add("event-mail", storyPage("Tea"), AnswerByMail(AnswerByMailView{Event: &over, Name: "Imran Ahmed", Answer: AnswerBox{Event: &over, Action: "/event/301/answer/x"}}))
	list := AttendanceView{Event: over, Base: "/event/301/people", Back: "/event/301", Marks: true}
	for n, a := range []Attendee{{Says: models.SaysYes, Seat: models.Coming, Came: true, Learned: "That tea helps."}, {Says: models.SaysYes, Seat: models.Asked, Note: "May I bring my son?"}, {Says: models.SaysYes, Seat: models.Waiting}, {Says: models.SaysMaybe}, {Says: models.SaysNo}, {Says: models.SaysYes, Seat: models.Turned}} {
		a.ID, a.Person, a.At = Number(n+1), []Person{asha, jo, mo, dele, imran, siân}[n], ago(time.Hour)
		list.Add(a)
	}
	add("event-people", page, Attendance(list))
	add("event-people-empty", page, Attendance(AttendanceView{Event: over, Base: "/event/301/people", Back: "/event/301"}))
}
