package wire

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
)

// eventForm is Event, with the terms of FEP-8a8e and those of Mobilizon beside each other: either half of the servers
// reads only one.
var eventForm = &Form{Kind: models.EventKind, Type: "Event", Takes: []string{"Event"}, Read: readEvent, Write: Writer.eventTerms}

// eventTerms gives what an event says besides title and text. The link to its room is in none of it.
func (w Writer) eventTerms(it *models.Item) document {
	e, ok := it.Detail.(*models.Event)
	if !ok {
		return nil
	}
	more := document{
		"name":      e.Name(it.Title),
		"summary":   e.Line(), // Mastodon shows it in place of the text
		"startTime": moment(e.StartsAt), "timezone": e.Zone,
		"status": calendarStates[e.Status], "eventStatus": eventStates[e.Status],
		"joinMode": joinModes[e.Joining], "isOnline": e.Place == "",
		"organizers":       document{"type": "Collection", "totalItems": 1, "items": []string{it.Author.URI}},
		"attendees":        document{"id": it.URI + "/attendees", "type": "Collection", "totalItems": e.Coming},
		"participantCount": e.Coming, "inLanguage": cmp.Or(it.Language, "en"), "category": cmp.Or(e.Category, "MEETING"),
		"location":   w.location(it, e),
		"attachment": append(append(w.card(it), w.attachments(it)...), document{"type": "Link", "mediaType": "text/html", "name": websiteName, "href": cmp.Or(e.Online, it.URL)}),
	}
	content := heading(e.Name(it.Title)) + it.Content.String() + partsOf(e)
	more["content"] = content
	if it.Language != "" {
		more["contentMap"] = document{it.Language: content}
	}
	putParts(more, e)
	if e.SeriesID != 0 {
		more["folkmoot:series"] = fmt.Sprintf("%s/series/%d", w.Base, e.SeriesID)
	}
	if !e.EndsAt.IsZero() {
		more["endTime"] = moment(e.EndsAt)
	}
	if e.Capacity > 0 {
		more["maximumAttendeeCapacity"] = e.Capacity
	}
	if !e.MovedFrom.IsZero() {
		more["previousStartTime"] = moment(e.MovedFrom)
	}
	if joinModes[e.Joining] == "external" {
		more["externalParticipationUrl"] = cmp.Or(e.Link, it.URL)
	}
	return more
}

// The size of the picture of an event, in pixels; see handlers/pages.
const (
	CardWidth  = 1200
	CardHeight = 630

	cardPath = "/card.png"
)

// websiteName is the name of the link to an event's page, by which Mobilizon knows it.
const websiteName = "Website"

// card is the picture with the title, the date and the place, which stands first: Gancio takes no change of an event whose
// first attachment is no picture, and Mastodon shows it.
func (w Writer) card(it *models.Item) []document {
	return []document{{
		"type": "Image", "mediaType": "image/png", "url": it.URI + cardPath, "width": CardWidth, "height": CardHeight,
		"name": "Title, date and place",
	}}
}

var (
	calendarStates = map[models.EventStatus]string{models.Planned: "CONFIRMED", models.Postponed: "TENTATIVE", models.Cancelled: "CANCELLED"}
	eventStates    = map[models.EventStatus]string{models.Planned: "EventScheduled", models.Postponed: "EventPostponed", models.Cancelled: "EventCancelled"}
	// Mobilizon loses events with a join mode that it does not know, so "none" is external as well.
	joinModes = map[models.EventJoining]string{
		models.JoinFree: "free", models.JoinApproval: "restricted", models.JoinElsewhere: "external", models.JoinNone: "external",
	}
)

// location is one object, never a list, with an address of text: Mobilizon and Gancio read no other. Its id changes with
// what it says, since they keep a place for ever under its id; its name is the community's own, since Gancio knows
// places by their names.
func (w Writer) location(it *models.Item, e *models.Event) document {
	if e.Place != "" {
		sum := fnv.New64a()
		sum.Write([]byte(e.Place))
		name, rest, _ := strings.Cut(e.Place, ",")
		return document{
			"id": fmt.Sprintf("%s#place-%x", it.URI, sum.Sum64()), "type": "Place",
			"name": name, "address": cmp.Or(strings.TrimSpace(rest), name),
		}
	}
	return document{
		"id": it.Community.URI + "#online", "type": "VirtualLocation", "name": "Online (" + it.Community.Handle(w.Host) + ")",
		"url": it.URL, "address": it.Community.URI,
	}
}

// readEvent reads the terms of both families. An event without a start is none.
func readEvent(o *Object, it *Item) error {
	e := &models.Event{Zone: o.String("timezone"), Category: o.String("category"), Link: o.link("externalParticipationUrl")}
	var known bool
	if e.StartsAt, known = instant(o.String("startTime"), e.Zone); !known {
		return fmt.Errorf("%w: an event without a time at which it starts", ErrMalformed)
	}
	e.EndsAt, _ = instant(o.String("endTime"), e.Zone)
	e.MovedFrom, _ = instant(o.String("previousStartTime"), e.Zone)
	e.Status = readStatus(o)
	e.Joining = models.JoinFree
	for ours, theirs := range map[models.EventJoining]string{models.JoinApproval: "restricted", models.JoinElsewhere: "external", models.JoinNone: "none"} {
		if o.String("joinMode") == theirs {
			e.Joining = ours
		}
	}
	if e.Joining == models.JoinElsewhere && e.Link == "" {
		e.Link = it.URL
	}
	e.Capacity, e.Coming = o.Count("maximumAttendeeCapacity"), o.Count("participantCount")
	if l := o.Inline("attendees"); l != nil && l.Has("totalItems") {
		e.Coming = l.Count("totalItems")
	}
	e.Place, e.Online = readLocation(o)
	for _, a := range o.Inlines("attachment") {
		if a.Type() == "Link" && a.String("name") == websiteName && e.Online == "" {
			if e.Online = a.link("href"); e.Online == it.URL {
				e.Online = "" // its own page, which says no more than we do
			}
		}
	}
	if summary := text.Clean(it.Summary).Plain(); !it.Named && summary != "" { // Hubzilla has the name there
		it.Title, it.Named = text.CleanLine(summary, 200), true
	}
	it.Pictures = slices.DeleteFunc(it.Pictures, func(p models.Picture) bool { return p.URL == it.URI+cardPath })
	it.Title = strings.TrimPrefix(strings.TrimPrefix(it.Title, "Cancelled: "), "Postponed: ")
	readParts(o, it, e)
	it.Detail = e
	return nil
}

func readStatus(o *Object) models.EventStatus {
	status := cmp.Or(o.String("status"), o.String("ical:status"))
	switch event := o.String("eventStatus"); {
	case status == "CANCELLED", strings.HasSuffix(event, "EventCancelled"):
		return models.Cancelled
	case strings.HasSuffix(event, "EventPostponed"):
		return models.Postponed
	}
	return models.Planned
}

// instant reads a time with its offset; one without it is wall time in the zone. known is false for what is neither.
func instant(s, zone string) (at time.Time, known bool) {
	if at, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return at.UTC(), true
	}
	where, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		return time.Time{}, false
	}
	at, err = time.ParseInLocation("2006-01-02T15:04:05", s, where)
	return at.UTC(), err == nil
}

// readLocation reads one location or the first of each sort of several: a place with an address of text or in parts, or a
// page to open.
func readLocation(o *Object) (place, online string) {
	if s := o.String("location"); s != "" {
		return text.CleanLine(s, 300), ""
	}
	for _, l := range o.Inlines("location") {
		address := l.Inline("address")
		switch {
		case l.Type() == "VirtualLocation" || address != nil && address.Type() == "VirtualLocation":
			online = cmp.Or(online, l.link("url"))
			if address != nil {
				online = cmp.Or(online, address.link("url"))
			}
			continue
		case place != "":
			continue
		}
		parts := []string{l.String("name")}
		if address != nil {
			parts = append(parts, address.String("streetAddress"), address.String("postalCode"), address.String("addressLocality"), address.String("addressCountry"))
		} else {
			parts = append(parts, l.String("address"))
		}
		place = placeOf(parts)
	}
	return place, online
}

// placeOf joins the parts of an address, each once.
func placeOf(parts []string) string {
	var said []string
	for _, part := range parts {
		part = text.CleanLine(part, 200)
		if part != "" && !strings.Contains(strings.Join(said, ", "), part) {
			said = append(said, part)
		}
	}
	return strings.Join(said, ", ")
}

// joining asks the site of an event for a place, or gives it back: Join and Leave are for the community alone, since who
// comes is nobody else's business.
func (w Writer) joining(a *models.Act, _ Extra) (act, error) {
	if a.Item == nil || a.By == nil || a.Target == nil {
		return act{}, orIncomplete(nil)
	}
	p := act{name: "Leave", by: a.By, object: a.Item.URI, mail: mail{to: []string{a.Target.URI}}}
	switch models.Says(a.Note) {
	case models.SaysYes:
		p.name = "Join"
	case models.SaysMaybe:
		p.name = "TentativeAccept"
	}
	return p, nil
}

// seatTypes are the answers to a Join.
var seatTypes = map[models.Seat]string{
	models.Coming: "Accept", models.Waiting: "TentativeAccept", models.Asked: "TentativeAccept", models.Turned: "Reject",
	models.Ignored: "Ignore",
}

// seating tells somebody what became of their Join. With a place goes the link to the room, to them alone.
func (w Writer) seating(a *models.Act, _ Extra) (act, error) {
	if a.Seat == nil || a.Item == nil || a.By == nil || a.Target == nil {
		return act{}, orIncomplete(nil)
	}
	p := act{name: seatTypes[a.Seat.State], by: a.By, mail: mail{to: []string{a.Target.URI}}, object: document{
		"id": a.Seat.URI, "type": "Join", "actor": a.Target.URI, "object": a.Item.URI,
	}}
	if e, ok := a.Item.Detail.(*models.Event); ok && a.Seat.State == models.Coming && e.Room != "" {
		p.more = document{"attachment": []document{{"type": "Link", "mediaType": "text/html", "name": "Room", "href": e.Room}}}
	}
	return p, nil
}

// Room is the link to the room of an event, which comes with the Accept of a Join; "" when there is none.
func (a *Activity) Room() string {
	o, err := Parse(a.Raw)
	if err != nil {
		return ""
	}
	for _, link := range o.Inlines("attachment") {
		if link.Type() == "Link" && link.String("name") == "Room" {
			return link.link("href")
		}
	}
	return ""
}
