package wire

import (
	"encoding/json"
	"fmt"

	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

const (
	nodeInfo21     = "http://nodeinfo.diaspora.software/ns/schema/2.1"
	nodeInfo20     = "http://nodeinfo.diaspora.software/ns/schema/2.0"
	relApplication = "https://www.w3.org/ns/activitystreams#Application" // FEP-2677
)

// NodeInfoLinks writes where NodeInfo is (path, "/nodeinfo/2.1"), and which actor the site itself is. It
// must always be served: Lemmy stops sending to servers without it.
func (w Writer) NodeInfoLinks(path string) ([]byte, error) {
	return json.Marshal(struct {
		Links []jrdLink `json:"links"`
	}{[]jrdLink{
		{Rel: nodeInfo21, Href: w.Base + path},
		{Rel: relApplication, Href: w.Base + "/"},
	}})
}

// Usage counts what there is on this site, for NodeInfo.
type Usage struct {
	People, ActiveMonth, ActiveHalfYear int
	Posts, Replies                      int
}

// NodeInfo writes what software the site runs and how busy it is, by the schema 2.1. Accounts are by
// invitation, so registrations are never open.
func (w Writer) NodeInfo(version string, site SiteInfo, u Usage) ([]byte, error) {
	return json.Marshal(map[string]any{
		"version":           "2.1",
		"software":          map[string]any{"name": "folkmoot", "version": version, "repository": "https://github.com/folkmoot/folkmoot"},
		"protocols":         []string{"activitypub"},
		"services":          map[string]any{"inbound": []string{}, "outbound": []string{"atom1.0"}},
		"openRegistrations": false,
		"usage": map[string]any{
			"users":      map[string]any{"total": u.People, "activeMonth": u.ActiveMonth, "activeHalfyear": u.ActiveHalfYear},
			"localPosts": u.Posts, "localComments": u.Replies,
		},
		"metadata": map[string]any{"nodeName": site.Name, "nodeDescription": site.About.Plain()},
	})
}

// ReadNodeInfoLinks reads where another server has its NodeInfo, the newest of the schemas that we read.
func ReadNodeInfoLinks(raw []byte) (string, error) {
	o, err := Parse(raw)
	if err != nil {
		return "", err
	}
	for _, schema := range []string{nodeInfo21, nodeInfo20} {
		for _, l := range o.Inlines("links") {
			if href := l.String("href"); l.String("rel") == schema && checkID("href", href) == nil {
				return href, nil
			}
		}
	}
	return "", fmt.Errorf("%w: no NodeInfo of a schema that we read", ErrMalformed)
}

// Software is what another server says that it runs.
type Software struct {
	Name    string // "mastodon", as its NodeInfo spells it
	Version string
}

// ReadNodeInfo reads what software a server runs.
func ReadNodeInfo(raw []byte) (*Software, error) {
	o, err := Parse(raw)
	if err != nil {
		return nil, err
	}
	s := o.Inline("software")
	if s == nil || s.String("name") == "" {
		return nil, fmt.Errorf("%w: NodeInfo without software", ErrMalformed)
	}
	return &Software{Name: text.CleanLine(s.String("name"), limits.FieldRunes), Version: text.CleanLine(s.String("version"), limits.FieldRunes)}, nil
}
