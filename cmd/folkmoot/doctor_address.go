package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/folkmoot/folkmoot/federation"
)

// address asks this site what others will ask it, under the address that they will use.
func (d *doctor) address(ctx context.Context) {
	u, err := url.Parse(d.conf.URL)
	if err != nil {
		d.ill("Address", "%s cannot be read: %v.", d.conf.URL, err)
		return
	}
	addrs, err := lookup(ctx, u.Hostname())
	if err != nil {
		d.ill("Address", "the name %s is not known: %v.\nHave it entered in the domain name system.", u.Hostname(), err)
		return
	}
	switch near := nearOnly(addrs); near {
	case "":
	case u.Hostname():
		d.note("Address", "%s cannot be reached from the internet.", near)
	default:
		d.note("Address", "%s stands for %s, which cannot be reached from the internet.", u.Hostname(), near)
	}
	gate := nearGate()
	defer gate.Close()
	if _, err := gate.Fetch(ctx, d.conf.URL+"/healthz", "*/*", nil); err != nil {
		d.ill("Address", "nothing answers there: %v.\nStart the site with folkmoot serve, and lead %s to it.", errors.Unwrap(err), d.conf.URL)
		return
	}
	d.fine("Address", "%s answers.", d.conf.URL)
	d.self(ctx, gate)
	d.webFinger(ctx, gate)
	d.inbox(ctx, gate)
}

// nearOnly names an address that is not for the internet, or "".
func nearOnly(addrs []netip.Addr) string {
	for _, a := range addrs {
		if a = a.Unmap(); a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() {
			return a.String()
		}
	}
	return ""
}

// self asks for the site's own actor, with which other sites begin. Its key shows that it is this site which
// answers and not another one behind the same address.
func (d *doctor) self(ctx context.Context, gate *federation.Gate) {
	const what = "Own document"
	got, err := gate.Fetch(ctx, d.conf.URL+"/", federation.AcceptActivity, nil)
	if err != nil {
		d.ill(what, "other sites ask for %s/ and get: %v.", d.conf.URL, err)
		return
	}
	if !got.IsActivity() {
		d.ill(what, "it comes as %q, which other sites do not read. It must be %q.\n"+
			"Is something in front of the site that answers in its place, or that drops the Accept header?", got.ContentType, federation.ActivityType)
		return
	}
	var actor struct {
		ID        string `json:"id"`
		PublicKey struct {
			PEM string `json:"publicKeyPem"`
		} `json:"publicKey"`
	}
	if err := json.Unmarshal(got.Body, &actor); err != nil {
		d.ill(what, "it cannot be read: %v.", err)
		return
	}
	switch {
	case strings.TrimSuffix(actor.ID, "/") != d.conf.URL:
		d.ill(what, "it calls itself %s.\nFOLKMOOT_URL of the running site is not %s, or another site answers there.", actor.ID, d.conf.URL)
	case d.key != nil && strings.TrimSpace(actor.PublicKey.PEM) != strings.TrimSpace(d.key.PublicPEM):
		d.ill(what, "its key is not the one in this database.\nThe running site has another database: compare FOLKMOOT_DATABASE and FOLKMOOT_DATA.")
	default:
		d.fine(what, "other sites can read it.")
	}
}

// webFinger asks as a site does whose people search for this one.
func (d *doctor) webFinger(ctx context.Context, gate *federation.Gate) {
	const what = "Search from elsewhere"
	query := url.Values{"resource": {"acct:" + d.conf.Host + "@" + d.conf.Host}}
	got, err := gate.Fetch(ctx, d.conf.URL+"/.well-known/webfinger?"+query.Encode(), "application/jrd+json", nil)
	if err != nil {
		d.ill(what, "people elsewhere cannot find anybody here: %v.\nWhatever is in front of the site must let /.well-known/webfinger through.", err)
		return
	}
	var found struct {
		Links []struct {
			Rel  string `json:"rel"`
			Type string `json:"type"`
			Href string `json:"href"`
		} `json:"links"`
	}
	if err := json.Unmarshal(got.Body, &found); err != nil {
		d.ill(what, "the answer cannot be read: %v.", err)
		return
	}
	for _, l := range found.Links {
		if l.Rel == "self" && federation.IsActivityType(l.Type) && strings.HasPrefix(l.Href, d.conf.URL) {
			d.fine(what, "people elsewhere can find this site.")
			return
		}
	}
	d.ill(what, "the answer does not lead to this site.\nWhatever is in front of the site must let /.well-known/webfinger through, with its query.")
}

// inbox posts something without a signature, which must be refused with 401.
func (d *doctor) inbox(ctx context.Context, gate *federation.Gate) {
	const what = "Inbox"
	body := []byte(`{"@context":"https://www.w3.org/ns/activitystreams","id":"` + d.conf.URL + `/act/0","type":"Like","actor":"` + d.conf.URL + `/","object":"` + d.conf.URL + `/"}`)
	got, err := gate.Post(ctx, d.conf.URL+"/inbox", body, nil)
	var refused *federation.StatusError
	switch {
	case err != nil && !errors.As(err, &refused):
		d.ill(what, "other sites cannot deliver: %v.", err)
	case err == nil && got.Status == http.StatusUnauthorized:
		d.fine(what, "it takes what is signed, and nothing else.")
	case err == nil && got.Status < 300:
		d.ill(what, "it takes what nobody has signed. What answers at %s/inbox is not this program.", d.conf.URL)
	default:
		d.ill(what, "it answers %d to what is not signed, and should answer 401.\nIs something in front of the site that answers in its place?", got.Status)
	}
}
