package moottest

import "maps"

// A Doc is a document as a peer sends it. A test may change what it likes before it goes out.
type Doc = map[string]any

// with returns doc with more in it.
func with(doc, more Doc) Doc {
	maps.Copy(doc, more)
	return doc
}

// A Lemmy is a peer that speaks as Lemmy does: threads are Pages, everything has an audience, and the
// community passes on what its members do inside an Announce.
type Lemmy struct{ *Peer }

// Lemmy puts a Lemmy on the network.
func (m *Moot) Lemmy(host string) Lemmy { return Lemmy{m.Peer(host, "lemmy")} }

// Person adds somebody at /u/NAME.
func (l Lemmy) Person(name string) string { return l.Actor("Person", "/u/"+name, name, nil) }

// lemmyContext holds terms of its own, which travel with what is passed on.
var lemmyContext = []any{"https://join-lemmy.org/context.json", "https://www.w3.org/ns/activitystreams"}

// act is an activity for a community. Its id says nothing of what it is.
func (l Lemmy) act(kind, who, community string, object any, more Doc) Doc {
	return with(Doc{
		"@context": lemmyContext, "id": l.newID("/activities/" + kind), "type": kind, "actor": who, "object": object,
		"to": []any{Public}, "cc": []any{community}, "audience": community,
	}, more)
}

// Follow is how somebody asks to follow a community.
func (l Lemmy) Follow(who, community string) Doc {
	return Doc{"@context": lemmyContext, "id": l.newID("/activities/follow"), "type": "Follow", "actor": who, "object": community, "to": []any{community}}
}

// Answer is the Accept or the Reject of a Follow that it was sent.
func (l Lemmy) Answer(kind string, follow Doc) Doc {
	return Doc{"@context": lemmyContext, "id": l.newID("/activities/answer"), "type": kind, "actor": follow["object"], "object": follow, "to": []any{follow["actor"]}}
}

// Page is the Create of a thread with a link, with keys that nobody else knows.
func (l Lemmy) Page(who, community, title, words string) Doc {
	page := Doc{
		"id": l.newID("/post"), "type": "Page", "attributedTo": who, "to": []any{community, Public}, "cc": []any{}, "audience": community,
		"name": title, "content": "<p>" + words + "</p>\n", "mediaType": "text/html", "source": Doc{"content": words, "mediaType": "text/markdown"},
		"attachment": []any{Doc{"type": "Link", "href": "https://paper.example/" + l.Host}}, "sensitive": false, "published": l.now(),
		"language": Doc{"identifier": "en", "name": "English"}, "tag": []any{Doc{"type": "Hashtag", "href": community, "name": "#wards"}},
		"interestingness": Doc{"score": 4.5, "of": nil},
	}
	return l.act("Create", who, community, page, Doc{"odd": []any{"kept", 1}})
}

// Comment is the Create of a reply.
func (l Lemmy) Comment(who, community, parent, words string) Doc {
	note := Doc{
		"id": l.newID("/comment"), "type": "Note", "attributedTo": who, "to": []any{Public}, "cc": []any{community}, "audience": community,
		"content": "<p>" + words + "</p>\n", "mediaType": "text/html", "source": Doc{"content": words, "mediaType": "text/markdown"},
		"inReplyTo": parent, "published": l.now(), "tag": []any{}, "distinguished": false,
	}
	return l.act("Create", who, community, note, Doc{"tag": []any{}})
}

// Edit is the Update of what a Create holds, with other words.
func (l Lemmy) Edit(create Doc, words string) Doc {
	object := maps.Clone(create["object"].(Doc))
	with(object, Doc{"content": "<p>" + words + "</p>\n", "source": Doc{"content": words, "mediaType": "text/markdown"}, "updated": l.now()})
	return with(maps.Clone(create), Doc{"id": l.newID("/activities/update"), "type": "Update", "object": object})
}

// Vote is a Like or a Dislike. It is addressed to nobody.
func (l Lemmy) Vote(kind, who, community, object string) Doc {
	return Doc{"@context": lemmyContext, "id": l.newID("/activities/vote"), "type": kind, "actor": who, "object": object, "audience": community}
}

// Delete is an author's deletion.
func (l Lemmy) Delete(who, community, object string) Doc {
	return l.act("Delete", who, community, object, nil)
}

// Remove is a moderator's deletion, which has a summary, be it empty.
func (l Lemmy) Remove(who, community, object, reason string) Doc {
	return l.act("Delete", who, community, object, Doc{"summary": reason})
}

// Lock closes a thread.
func (l Lemmy) Lock(who, community, object, reason string) Doc {
	return l.act("Lock", who, community, object, Doc{"summary": reason})
}

// List is an Add or a Remove: to or from what is pinned, or who moderates, as list says.
func (l Lemmy) List(kind, who, community, object, list string) Doc {
	return l.act(kind, who, community, object, Doc{"target": list})
}

// Block shuts somebody out of a community.
func (l Lemmy) Block(who, community, whom, reason string) Doc {
	return l.act("Block", who, community, whom, Doc{"target": community, "summary": reason, "removeData": false})
}

// Flag is a report to a community, with its reason in the summary.
func (l Lemmy) Flag(who, community, object, reason string) Doc {
	return with(l.act("Flag", who, community, object, Doc{"summary": reason}), Doc{"to": []any{community}, "cc": []any{}})
}

// Undo takes back an activity, which is within it.
func (l Lemmy) Undo(done Doc) Doc {
	undo := Doc{"@context": lemmyContext, "id": l.newID("/activities/undo"), "type": "Undo", "actor": done["actor"], "object": done}
	for _, key := range []string{"to", "cc", "audience"} {
		if done[key] != nil {
			undo[key] = done[key]
		}
	}
	return undo
}

// Announce is how a community passes on what somebody did, or shares what has an id.
func (l Lemmy) Announce(community string, object any) Doc {
	return Doc{
		"@context": lemmyContext, "id": l.newID("/activities/announce"), "type": "Announce", "actor": community, "object": object,
		"to": []any{Public}, "cc": []any{community + "/followers"},
	}
}
