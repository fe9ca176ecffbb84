package moottest

import "maps"

// A Gancio is a peer that speaks as Gancio does: one actor for the whole server, whose events these are; no zones, no
// answers, and deletions that hold the whole event.
type Gancio struct {
	*Peer
	Relay string // the id of its actor
}

// Gancio puts a Gancio on the network.
func (m *Moot) Gancio(host string) Gancio {
	p := Gancio{Peer: m.Peer(host, "gancio")}
	p.Relay = p.Actor("Application", "/federation/u/relay", "relay", map[string]any{"outbox": p.URL("/federation/u/relay/outbox")})
	return p
}

// Follow is how it follows a group.
func (p Gancio) Follow(group string) Doc {
	return Doc{"@context": gancioContext, "id": p.newID("/federation/m/follow"), "type": "Follow", "actor": p.Relay, "object": group}
}

var gancioContext = []any{"https://www.w3.org/ns/activitystreams", Doc{"toot": "http://joinmastodon.org/ns#", "Hashtag": "as:Hashtag"}}

// Event is the Create of an event; to says to whom it goes besides its followers.
func (p Gancio) Event(name string, to ...any) Doc {
	id := p.newID("/federation/m")
	event := Doc{
		"id": id, "url": p.URL("/event/" + name), "type": "Event", "name": name, "attributedTo": p.Relay, "published": p.now(),
		"startTime": "2037-05-14T17:30:00+02:00", "endTime": "2037-05-14T19:30:00+02:00", "location": Doc{"name": "The Square"},
		"tag": []any{Doc{"type": "Hashtag", "name": "#open", "href": "/tags/open"}}, "attachment": []any{},
		"to": []any{Public}, "cc": append([]any{p.Relay + "/followers"}, to...),
		"content": "An open evening.", "summary": "The Square, Thursday, May 14 at 5:30 PM GMT+2",
	}
	return Doc{
		"@context": gancioContext, "id": id + "#create", "type": "Create", "actor": p.Relay, "published": event["published"],
		"to": event["to"], "cc": event["cc"], "object": event,
	}
}

// Changed is the Update of what a Create holds, with other parts.
func (p Gancio) Changed(create, parts Doc) Doc {
	event := with(with(maps.Clone(create["object"].(Doc)), Doc{"updated": p.now()}), parts)
	return with(maps.Clone(create), Doc{"id": p.newID(event["id"].(string) + "#update"), "type": "Update", "object": event})
}

// Deleted is its deletion, which holds the whole event.
func (p Gancio) Deleted(create Doc) Doc {
	event := create["object"].(Doc)
	return with(maps.Clone(create), Doc{"id": event["id"].(string) + "#delete", "type": "Delete"})
}
