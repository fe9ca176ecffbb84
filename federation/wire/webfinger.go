package wire

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"github.com/folkmoot/folkmoot/models"
)

const (
	jrdType       = "application/jrd+json"
	activityType  = "application/activity+json"
	ldType        = `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`
	profilePage   = "http://webfinger.net/rel/profile-page"
	relSelf       = "self"
	webFingerPath = "/.well-known/webfinger?resource={uri}"
)

type jrd struct {
	Subject string    `json:"subject"`
	Aliases []string  `json:"aliases,omitempty"`
	Links   []jrdLink `json:"links"`
}

type jrdLink struct {
	Rel  string `json:"rel" xml:"rel,attr"`
	Type string `json:"type,omitempty" xml:"type,attr,omitempty"`
	Href string `json:"href,omitempty" xml:"-"`
	// Template is for host-meta, where the address has a hole.
	Template string `json:"template,omitempty" xml:"template,attr,omitempty"`
}

// WebFinger writes who acct:name@host is (RFC 7033). Its self link is the actor's id, exactly, since
// others come back to compare.
func (w Writer) WebFinger(a *models.Actor) ([]byte, error) {
	doc := jrd{
		Subject: "acct:" + a.Name + "@" + w.Host,
		Aliases: []string{a.URI},
		Links: []jrdLink{
			{Rel: relSelf, Type: activityType, Href: a.URI},
			{Rel: profilePage, Type: "text/html", Href: a.URL},
		},
	}
	return json.Marshal(doc)
}

// HostMeta writes where WebFinger is (RFC 6415); some software asks for it first.
func (w Writer) HostMeta() ([]byte, error) {
	type xrd struct {
		XMLName xml.Name `xml:"http://docs.oasis-open.org/ns/xri/xrd-1.0 XRD"`
		Link    jrdLink  `xml:"Link"`
	}
	doc, err := xml.Marshal(xrd{Link: jrdLink{Rel: "lrdd", Type: jrdType, Template: w.Base + webFingerPath}})
	return append([]byte(xml.Header), doc...), err
}

// A WebFinger is what another server says about a handle or an id.
type WebFinger struct {
	Subject string // "acct:ward-safety@north.example"
	Self    string // the id of the actor
}

// ReadWebFinger reads the answer to a look-up. It fails with ErrMalformed when it names no actor.
func ReadWebFinger(raw []byte) (*WebFinger, error) {
	o, err := Parse(raw)
	if err != nil {
		return nil, err
	}
	found := &WebFinger{Subject: o.String("subject")}
	for _, l := range o.Inlines("links") {
		href := l.String("href")
		if l.String("rel") == relSelf && isActivityType(l.String("type")) && checkID("href", href) == nil {
			found.Self = href
			return found, nil
		}
	}
	return nil, fmt.Errorf("%w: WebFinger names no actor", ErrMalformed)
}

// isActivityType tells whether a media type is one of the two of ActivityPub documents.
func isActivityType(s string) bool {
	s = strings.ToLower(strings.ReplaceAll(s, " ", ""))
	return slices.Contains([]string{activityType, strings.ReplaceAll(ldType, " ", "")}, s)
}
