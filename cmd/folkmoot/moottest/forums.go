package moottest

// A NodeBB is a peer that speaks as NodeBB does: categories are communities, its ids tell its numbers, and
// an Announce is addressed the other way round.
type NodeBB struct{ *Peer }

// NodeBB puts a NodeBB on the network.
func (m *Moot) NodeBB(host string) NodeBB { return NodeBB{m.Peer(host, "nodebb")} }

// Category adds a community at /category/NUMBER.
func (b NodeBB) Category(number, name string) string {
	return b.Actor("Group", "/category/"+number, name, nil)
}

// Follow is how a category or somebody asks to follow.
func (b NodeBB) Follow(who, whom string) Doc {
	return Doc{"@context": "https://www.w3.org/ns/activitystreams", "id": b.newID("/message"), "type": "Follow", "actor": who, "object": whom, "to": []any{whom}}
}

// Topic is the Create of a thread: a Note with a name whose text is HTML and Markdown. It is served at its
// id, where NodeBB's own readers fetch it.
func (b NodeBB) Topic(who, category, title, words string) Doc {
	note := Doc{
		"@context": "https://www.w3.org/ns/activitystreams", "id": b.newID("/post"), "type": "Note", "name": title, "attributedTo": who,
		"to": []any{Public}, "cc": []any{who + "/followers", category}, "audience": category, "content": "<p dir=\"auto\">" + words + "</p>\n",
		"source": Doc{"content": words, "mediaType": "text/markdown"}, "tag": []any{}, "attachment": []any{}, "published": b.now(), "inReplyTo": nil,
		"context": b.URL("/topic/1"), "sensitive": false,
	}
	b.Object(path(note["id"].(string)), note)
	return Doc{
		"@context": "https://www.w3.org/ns/activitystreams", "id": b.newID("/post/activity"), "type": "Create", "actor": who,
		"to": note["to"], "cc": note["cc"], "object": note,
	}
}

// Announce is how a category passes on what somebody did, or shares what has an id.
func (b NodeBB) Announce(category string, object any) Doc {
	return Doc{
		"@context": "https://www.w3.org/ns/activitystreams", "id": b.newID("/activity/announce"), "type": "Announce", "actor": category,
		"object": object, "to": []any{category + "/followers"}, "cc": []any{category, Public},
	}
}

// A PieFed is a peer that speaks as PieFed does: as Lemmy, with nulls, without contexts inside, and at
// times with several things in one Announce.
type PieFed struct{ Lemmy }

// PieFed puts a PieFed on the network.
func (m *Moot) PieFed(host string) PieFed { return PieFed{Lemmy{m.Peer(host, "piefed")}} }

// Follow is how somebody asks to follow a community; it is addressed to null.
func (f PieFed) Follow(who, community string) Doc {
	return with(f.Lemmy.Follow(who, community), Doc{"to": nil})
}

// Batch is one Announce of several things, in an array.
func (f PieFed) Batch(community string, inner ...Doc) Doc {
	all := make([]any, len(inner))
	for n, doc := range inner {
		delete(doc, "@context")
		all[n] = doc
	}
	return f.Announce(community, all)
}

// An Mbin is a peer that speaks as Mbin does: communities are magazines, and it announces votes and edits
// by the address of the activity.
type Mbin struct{ Lemmy }

// Mbin puts an Mbin on the network.
func (m *Moot) Mbin(host string) Mbin { return Mbin{Lemmy{m.Peer(host, "mbin")}} }

// Magazine adds a community at /m/NAME.
func (b Mbin) Magazine(name string) string {
	id := b.URL("/m/" + name)
	return b.Actor("Group", "/m/"+name, name, Doc{"attributedTo": id + "/moderators", "featured": id + "/pinned"})
}

// Pointing serves an activity at its id and announces that.
func (b Mbin) Pointing(magazine string, inner Doc) Doc {
	b.Object(path(inner["id"].(string)), inner)
	return b.Announce(magazine, inner["id"])
}
