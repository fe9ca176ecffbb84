package moottest

import (
	"maps"
	"strings"
)

// A Mastodon is a peer that speaks as Mastodon does: everything is a Note, communities are accounts that it
// mentions, and it knows of no audience.
type Mastodon struct{ *Peer }

// Mastodon puts a Mastodon on the network. It has an actor of its own at /actor, which signs its reports.
func (m *Moot) Mastodon(host string) Mastodon {
	p := Mastodon{m.Peer(host, "mastodon")}
	p.Actor("Application", "/actor", host, nil)
	return p
}

var mastodonContext = []any{"https://www.w3.org/ns/activitystreams", Doc{
	"ostatus": "http://ostatus.org#", "atomUri": "ostatus:atomUri",
	"conversation": "ostatus:conversation", "sensitive": "as:sensitive", "Hashtag": "as:Hashtag",
}}

// Follow is how somebody asks to follow an account; it is addressed to nobody.
func (p Mastodon) Follow(who, whom string) Doc {
	return Doc{"@context": "https://www.w3.org/ns/activitystreams", "id": p.newID(""), "type": "Follow", "actor": who, "object": whom}
}

// Note is the Create of a public status that mentions accounts, by their ids.
func (p Mastodon) Note(who, html string, mentioned ...string) Doc {
	note := Doc{
		"id": p.newID(path(who) + "/statuses"), "type": "Note", "summary": nil, "inReplyTo": nil, "published": p.now(), "attributedTo": who,
		"to": []any{Public}, "cc": []any{who + "/followers"}, "sensitive": false, "conversation": "tag:" + p.Host + ",2026-11-23:objectId=1:objectType=Conversation",
		"content": html, "contentMap": Doc{"en": html}, "attachment": []any{}, "tag": []any{},
	}
	note["url"], note["atomUri"] = note["id"], note["id"]
	for _, id := range mentioned {
		note["tag"] = append(note["tag"].([]any), Doc{"type": "Mention", "href": id, "name": "@" + id[strings.LastIndex(id, "/")+1:] + "@" + hostOf(id)})
		note["cc"] = append(note["cc"].([]any), id)
	}
	return p.create(note)
}

func (p Mastodon) create(note Doc) Doc {
	return Doc{
		"@context": mastodonContext, "id": note["id"].(string) + "/activity", "type": "Create", "actor": note["attributedTo"],
		"published": note["published"], "to": note["to"], "cc": note["cc"], "object": note,
	}
}

// Reply is Note in answer to what has the id parent.
func (p Mastodon) Reply(who, parent, html string, mentioned ...string) Doc {
	create := p.Note(who, html, mentioned...)
	create["object"].(Doc)["inReplyTo"] = parent
	return create
}

// To returns a Create that is addressed otherwise.
func (p Mastodon) To(create Doc, to, cc []any) Doc {
	note := with(maps.Clone(create["object"].(Doc)), Doc{"to": to, "cc": cc})
	return with(maps.Clone(create), Doc{"to": to, "cc": cc, "object": note})
}

// Edit is the Update of what a Create holds, with other words.
func (p Mastodon) Edit(create Doc, html string) Doc {
	note := with(maps.Clone(create["object"].(Doc)), Doc{"content": html, "contentMap": Doc{"en": html}, "updated": p.now()})
	return with(maps.Clone(create), Doc{"id": p.newID(note["id"].(string) + "#updates"), "type": "Update", "object": note})
}

// Delete is the deletion of what a Create holds, whose Tombstone is within it.
func (p Mastodon) Delete(create Doc) Doc {
	id := create["object"].(Doc)["id"].(string)
	return Doc{
		"@context": mastodonContext, "id": id + "#delete", "type": "Delete", "actor": create["actor"], "to": []any{Public},
		"object": Doc{"id": id, "type": "Tombstone", "atomUri": id},
	}
}

// Like is somebody's favourite; it is addressed to nobody.
func (p Mastodon) Like(who, object string) Doc {
	return Doc{"@context": "https://www.w3.org/ns/activitystreams", "id": p.newID(who + "#likes"), "type": "Like", "actor": who, "object": object}
}

// Undo takes back an activity, which is within it.
func (p Mastodon) Undo(done Doc) Doc {
	return Doc{"@context": "https://www.w3.org/ns/activitystreams", "id": p.newID(done["actor"].(string) + "#undo"), "type": "Undo", "actor": done["actor"], "object": done}
}

// Flag is a report in the name of the whole server, with its reason in the content.
func (p Mastodon) Flag(reason string, objects ...any) Doc {
	return Doc{"@context": "https://www.w3.org/ns/activitystreams", "id": p.newID(""), "type": "Flag", "actor": p.URL("/actor"), "content": reason, "object": objects}
}
