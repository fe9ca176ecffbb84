package wire

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// ours is the vocabulary of our own software, for what ActivityStreams has no words for.
const ours = "https://folkmoot.org/ns#"

// ourString is the string of one of our own terms, written with our prefix or in full.
func ourString(o *Object, name string) string {
	if s := o.String("folkmoot:" + name); s != "" {
		return s
	}
	return o.String(ours + name)
}

// The two contexts of all that we send: one for documents that need nothing but ActivityStreams, one with
// all other terms that we use. Mastodon wants the first entry spelt exactly so; the prefixes are those
// under which others know the terms.
var (
	plainContext = json.RawMessage(`"https://www.w3.org/ns/activitystreams"`)
	fullContext  = json.RawMessage(`["https://www.w3.org/ns/activitystreams","https://w3id.org/security/v1",{` +
		`"folkmoot":"https://folkmoot.org/ns#","gts":"https://gotosocial.org/ns#","lemmy":"https://join-lemmy.org/ns#",` +
		`"pt":"https://joinpeertube.org/ns#","sc":"http://schema.org/","schema":"http://schema.org#","toot":"http://joinmastodon.org/ns#",` +
		`"Hashtag":"as:Hashtag","Lock":"lemmy:Lock","PropertyValue":"schema:PropertyValue",` +
		`"automaticApproval":{"@id":"gts:automaticApproval","@type":"@id"},"canQuote":{"@id":"gts:canQuote","@type":"@id"},` +
		`"commentsEnabled":"pt:commentsEnabled","discoverable":"toot:discoverable","featured":{"@id":"toot:featured","@type":"@id"},` +
		`"identifier":"sc:identifier","indexable":"toot:indexable","interactionPolicy":{"@id":"gts:interactionPolicy","@type":"@id"},` +
		`"language":"sc:inLanguage","manuallyApprovesFollowers":"as:manuallyApprovesFollowers",` +
		`"postingRestrictedToMods":"lemmy:postingRestrictedToMods","removeData":"lemmy:removeData","sensitive":"as:sensitive",` +
		`"stickied":"lemmy:stickied","upcomingEvents":{"@id":"https://w3id.org/fep/8a8e/upcomingEvents","@type":"@id"},"value":"schema:value","webfinger":"https://purl.archive.org/socialweb/webfinger#webfinger"}]`)
)

// eventContext is fullContext with the terms of events: Mobilizon's, FEP-8a8e's and those of calendars.
var eventContext = json.RawMessage(strings.TrimSuffix(string(fullContext), "}]") + `,` +
	`"ev":"https://w3id.org/fep/8a8e/","ical":"http://www.w3.org/2002/12/cal/ical#","mz":"https://joinmobilizon.org/ns#",` +
	`"VirtualLocation":"schema:VirtualLocation","address":"schema:address","attendees":"ev:attendees","category":"schema:category",` +
	`"eventStatus":{"@id":"ev:eventStatus","@type":"@vocab"},"EventCancelled":"ev:EventCancelled","EventPostponed":"ev:EventPostponed",` +
	`"EventScheduled":"ev:EventScheduled","externalParticipationUrl":"mz:externalParticipationUrl","inLanguage":"schema:inLanguage",` +
	`"isOnline":"mz:isOnline","joinMode":"mz:joinMode","maximumAttendeeCapacity":"schema:maximumAttendeeCapacity",` +
	`"organizers":"ev:organizers","participantCount":"mz:participantCount","previousStartTime":"ev:previousStartTime",` +
	`"status":"ical:status","timezone":"mz:timezone"}]`)

// pageContext and fileContext are fullContext with the terms of what has versions, pages and documents: Dublin Core's, and
// the history of FEP-bad1.
var (
	pageContext = json.RawMessage(strings.TrimSuffix(string(fullContext), "}]") + `,` + versionTerms + `}]`)
	fileContext = json.RawMessage(strings.TrimSuffix(string(fullContext), "}]") + `,` + versionTerms +
		`,"digestMultibase":"https://w3id.org/security#digestMultibase","license":"schema:license","size":"pt:size"}]`)
)

const versionTerms = `"dct":"http://purl.org/dc/terms/","dct:hasVersion":{"@type":"@id"},"dct:isVersionOf":{"@type":"@id"},"dct:replaces":{"@type":"@id"},` +
	`"history":{"@id":"https://w3id.org/fep/bad1/history","@type":"@id"}`

// extensions are the terms that fullContext defines, and publicKey, which its second entry does; eventTerms those that
// eventContext adds, pageTerms those of pageContext, and fileTerms those that fileContext adds to that.
var extensions, eventTerms, pageTerms, fileTerms = func() (all, events, pages, files map[string]bool) {
	all, events, pages, files = map[string]bool{"publicKey": true}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, c := range []struct {
		context json.RawMessage
		into    map[string]bool
	}{{fullContext, all}, {eventContext, events}, {pageContext, pages}, {fileContext, files}} {
		var context []any
		if err := json.Unmarshal(c.context, &context); err != nil {
			panic(err) // our own constant, read when the program starts
		}
		for name := range context[2].(map[string]any) {
			if !all[name] && !pages[name] {
				c.into[name] = true
			}
		}
	}
	return all, events, pages, files
}()

// contextOf gives the context that a document needs. What is embedded as it was received has its own.
func contextOf(doc document) json.RawMessage {
	switch {
	case needsTerms(doc, eventTerms):
		return eventContext
	case needsTerms(doc, fileTerms):
		return fileContext
	case needsTerms(doc, pageTerms):
		return pageContext
	case needsTerms(doc, extensions):
		return fullContext
	}
	return plainContext
}

// needsTerms tells whether one of these terms stands in a document, as a type or a key at any depth. What is embedded as it
// is, without a context, may need any of extensions, and so may what has a prefix.
func needsTerms(v any, terms map[string]bool) bool {
	switch v := v.(type) {
	case map[string]any:
		return needsTerms(document(v), terms)
	case document:
		if name, ok := v["type"].(string); ok && terms[name] {
			return true
		}
		for key, part := range v {
			if terms[key] || terms["publicKey"] && strings.Contains(key, ":") || needsTerms(part, terms) {
				return true
			}
		}
	case []document:
		return slices.ContainsFunc(v, func(d document) bool { return needsTerms(d, terms) })
	case []any:
		return slices.ContainsFunc(v, func(part any) bool { return needsTerms(part, terms) })
	case json.RawMessage:
		return terms["publicKey"] && !bytes.HasPrefix(v, []byte(`{"@context"`))
	}
	return false
}

// withoutContext takes the context off a document of ours that is put into another, where it would only
// be said again.
func withoutContext(doc []byte) json.RawMessage {
	for _, c := range []json.RawMessage{plainContext, fullContext} {
		if rest, ok := bytes.CutPrefix(doc, []byte(`{"@context":`+string(c)+`,`)); ok {
			return append(json.RawMessage("{"), rest...)
		}
	}
	return doc
}
