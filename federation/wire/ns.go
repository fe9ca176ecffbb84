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
		`"stickied":"lemmy:stickied","value":"schema:value","webfinger":"https://purl.archive.org/socialweb/webfinger#webfinger"}]`)
)

// extensions are the terms that fullContext defines, and publicKey, which its second entry does.
var extensions = func() map[string]bool {
	var context []any
	if err := json.Unmarshal(fullContext, &context); err != nil {
		panic(err) // our own constant, read when the program starts
	}
	terms := map[string]bool{"publicKey": true}
	for name := range context[2].(map[string]any) {
		terms[name] = true
	}
	return terms
}()

// contextOf gives the context that a document needs. What is embedded as it was received has its own.
func contextOf(doc document) json.RawMessage {
	if needsTerms(doc) {
		return fullContext
	}
	return plainContext
}

func needsTerms(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		return needsTerms(document(v))
	case document:
		if name, ok := v["type"].(string); ok && extensions[name] {
			return true
		}
		for key, part := range v {
			if extensions[key] || strings.Contains(key, ":") || needsTerms(part) {
				return true
			}
		}
	case []document:
		return slices.ContainsFunc(v, func(d document) bool { return needsTerms(d) })
	case []any:
		return slices.ContainsFunc(v, needsTerms)
	case json.RawMessage:
		return !bytes.HasPrefix(v, []byte(`{"@context"`))
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
