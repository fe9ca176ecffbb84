package moottest

import "maps"

// A Mobilizon is a peer that speaks as Mobilizon does: events are a person's and may be a group's, one asks for a place by
// a Join and gives it back by a Leave, and everything is addressed to more people than it is for.
type Mobilizon struct{ *Peer }

// Mobilizon puts a Mobilizon on the network. It has an actor of its own, which follows for all of it.
func (m *Moot) Mobilizon(host string) Mobilizon {
	p := Mobilizon{m.Peer(host, "mobilizon")}
	p.Actor("Application", "/relay", "relay", nil)
	return p
}

var mobilizonContext = []any{"https://www.w3.org/ns/activitystreams", Doc{
	"mz": "https://joinmobilizon.org/ns#", "ical": "http://www.w3.org/2002/12/cal/ical#", "joinMode": "mz:joinMode",
}}

// Follow is how the whole server follows a group.
func (p Mobilizon) Follow(group string) Doc {
	return Doc{"@context": mobilizonContext, "id": p.newID("/follow"), "type": "Follow", "actor": p.URL("/relay"), "object": group, "to": []any{group}}
}

// Join asks for a place at an event, with a word for those who hold it.
func (p Mobilizon) Join(who, event string) Doc {
	return Doc{
		"@context": mobilizonContext, "id": p.newID("/join/event"), "type": "Join", "actor": who, "object": event,
		"participationMessage": "I bring biscuits.", "to": []any{who + "/followers"}, "cc": []any{},
	}
}

// Leave gives it back.
func (p Mobilizon) Leave(who, event string) Doc {
	return Doc{"@context": mobilizonContext, "id": p.newID("/leave/event"), "type": "Leave", "actor": who, "object": event}
}

// Event is the Create of an event by a person, in a group of theirs, in two hours; to says to whom it goes besides.
func (p Mobilizon) Event(who, group, name string, to ...any) Doc {
	id := p.newID("/events")
	event := Doc{
		"id": id, "url": id, "type": "Event", "actor": who, "attributedTo": group, "name": name, "content": "<p>All are welcome.</p>",
		"mediaType": "text/html", "summary": nil, "category": "MEETING", "uuid": id, "draft": false, "published": p.now(), "inLanguage": "en",
		"startTime": "2037-04-09T13:00:00+01:00", "endTime": "2037-04-09T14:30:00+01:00", "timezone": "Europe/London",
		"joinMode": "free", "status": "CONFIRMED", "ical:status": "CONFIRMED", "isOnline": false, "maximumAttendeeCapacity": 30,
		"remainingAttendeeCapacity": 28, "participantCount": 2, "commentsEnabled": true, "repliesModerationOption": "allow_all",
		"anonymousParticipationEnabled": false, "contacts": []any{}, "tag": []any{},
		"to": []any{Public}, "cc": append([]any{group + "/followers"}, to...),
		"location": Doc{"id": p.URL("/address/1"), "type": "Place", "name": "The Old Hall", "latitude": 54.5, "longitude": -3.1, "address": Doc{
			"type": "PostalAddress", "streetAddress": "2 Chapel Lane", "addressLocality": "Tarnside", "postalCode": "TA1 1AA", "addressCountry": "United Kingdom",
		}},
		"attachment": []any{Doc{"type": "Link", "mediaType": "text/html", "name": "Website", "href": "https://hall.example/"}},
	}
	return Doc{
		"@context": mobilizonContext, "id": id + "/activity", "type": "Create", "actor": who, "attributedTo": group,
		"published": event["published"], "to": event["to"], "cc": event["cc"], "object": event,
	}
}

// Changed is the Update of what a Create holds, with other parts.
func (p Mobilizon) Changed(create, parts Doc) Doc {
	event := with(with(maps.Clone(create["object"].(Doc)), Doc{"updated": p.now()}), parts)
	return with(maps.Clone(create), Doc{"id": p.newID(event["id"].(string) + "/update"), "type": "Update", "object": event})
}

// Answered is what the owner of an event answers to a Join: "Accept" or "Reject", with the Join within.
func (p Mobilizon) Answered(kind, who string, join Doc) Doc {
	return Doc{"@context": mobilizonContext, "id": p.newID("/answer"), "type": kind, "actor": who, "object": join, "to": []any{join["actor"]}}
}
