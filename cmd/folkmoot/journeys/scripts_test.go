//go:build browser

package journeys

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/folkmoot/folkmoot/cmd/folkmoot/moottest"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/db/dbtest"
	mt "github.com/folkmoot/folkmoot/models/modelstest"
)

// The payloads are every trap in every wrapping: what runs a script, inside what changes how a parser reads it.
var (
	traps = []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<body onload=alert(1)>`,
		`<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>`, `<iframe src="javascript:parent.alert(1)"></iframe>`, `<a href="javascript:alert(1)">x</a>`,
		`<svg><a xlink:href="javascript:alert(1)"><text y=9>x</text></a></svg>`, `<svg><animate onbegin=alert(1) attributeName=x dur=1s>`,
		`<svg><set attributeName=href to="javascript:alert(1)" /><a id=x>x</a></svg>`, `<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>`,
		`<math><maction actiontype="statusline#" xlink:href="javascript:alert(1)">x</maction></math>`, `<input autofocus onfocus=alert(1)>`,
		`<details open ontoggle=alert(1)>x</details>`, `<video><source onerror=alert(1)></video>`, `<audio src=x onerror=alert(1)></audio>`, `<marquee onstart=alert(1)>x</marquee>`,
		`<object data="javascript:alert(1)"></object>`, `<embed src="data:text/html,<script>alert(1)</script>">`, `<meta http-equiv=refresh content="0;url=javascript:alert(1)">`,
		`<base href="javascript:alert(1)//">`, `<form><button formaction="javascript:alert(1)">x</button></form>`, `<p style="animation-name:spin" onanimationstart=alert(1)>x</p>`,
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`, `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
		`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`, `<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">`,
		`<svg><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>`, `<math><annotation-xml encoding="text/html"><style></math><img src=x onerror=alert(1)>`,
		`<!--><img src=x onerror=alert(1)>-->`, `<title><a title="</title><img src=x onerror=alert(1)>">`, `<xmp><p title="</xmp><img src=x onerror=alert(1)>">`,
		`&lt;img src=x onerror=alert(1)&gt;`, `"><img src=x onerror=alert(1)>`, `' autofocus onfocus='alert(1)`, `javascript:alert(1)`, "java\tscript:alert(1)", `<div hx-on:load="alert(1)" hx-get="/" hx-trigger="load">x</div>`,
		`{{constructor.constructor('alert(1)')()}}`, `<link rel=stylesheet href="data:text/css,*{}">`, `<style>@import "//evil.example"; * { display: none }</style>`,
	}
	wrapped = []string{
		"%s", "<p>%s</p>", "<b>%s", "<table><tr><td>%s</table>", `<a href="https://a.example/">%s</a>`, `<a href="%s">x</a>`, `<p title="%s">x</p>`, "<math>%s</math>", "<svg>%s</svg>",
		"<template>%s</template>", "<noscript>%s</noscript>", "<pre><code>%s</code></pre>", "<!-- %s -->", "<select><option>%s",
	}
)

// What others write, here or elsewhere, and in whatever field, runs in nobody's browser.
func TestX01_NothingThatIsWrittenRunsInABrowser(t *testing.T) {
	dbtest.EachServer(t, func(t *testing.T, open func(now func() time.Time) *db.DB) {
		b := newBait(t, open)
		n := 0
		for _, w := range wrapped {
			for _, trap := range traps {
				b.lay(n, fmt.Sprintf(w, trap))
				n++
			}
		}
		if n < 500 {
			t.Fatalf("only %d payloads", n)
		}
		server := httptest.NewServer(b.north.Handler)
		t.Cleanup(server.Close)
		one := telling{Story: "checks/scripts", JavaScript: true, Width: 1280, Pages: b.pages, Sites: []site{{Name: "north", URL: server.URL}}}
		if output, err := tell(t, one); err != nil {
			t.Errorf("%v\n%s", err, output)
		}
	})
}

// A trap that is laid open is found, by each of the ways in which the pages are looked at.
func TestX01_ATrapThatIsOpenIsFound(t *testing.T) {
	for _, open := range []string{`<script>alert(1)</script>`, `<a href="javascript:alert(1)">x</a>`, `<b onclick="1">x</b>`, `<svg onload=alert(1)></svg>`, `<img alt="" src="//evil.example/x">`, `<iframe></iframe>`} {
		t.Run(open, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				fmt.Fprint(w, page(open))
			}))
			t.Cleanup(server.Close)
			one := telling{Story: "checks/scripts", JavaScript: true, Width: 1280, Pages: []string{"/"}, Sites: []site{{Name: "stub", URL: server.URL}}}
			if output, err := tell(t, one); err == nil {
				t.Errorf("nothing was found: %s", output)
			}
		})
	}
}

// A bait is a site with payloads in all that people can write there and other sites can send.
type bait struct {
	t      *testing.T
	moot   *moottest.Moot
	north  *moottest.Site
	ana    *models.Actor
	ward   *models.Actor
	peer   *moottest.Peer
	thread *models.Item
	pages  []string
}

// answers is how many payloads a thread gets from each side: together they fill a page.
const answers = models.PageSize / 2

func newBait(t *testing.T, open func(now func() time.Time) *db.DB) *bait {
	t.Helper()
	m := moottest.New(t)
	b := &bait{t: t, moot: m, north: m.Site("north.example", open(m.Clock.Now)), peer: m.Peer("evil.example", "lemmy")}
	b.ana = mt.Person(t, b.north.Site, "ana")
	b.ward = mt.Community(t, b.north.Site, b.ana, "ward")
	b.pages = []string{"/", "/communities", "/c/ward", "/c/ward/discussions", "/c/ward/people", "/c/ward/about"}
	return b
}

// lay puts a payload into a post of another site with every field that it has, and into a reply that is written here.
func (b *bait) lay(n int, payload string) {
	t := b.t
	t.Helper()
	if n%answers == 0 {
		b.moot.Settle()
		b.moot.Clock.Add(time.Minute)
		b.thread = mt.Post(t, b.north.Site, b.ana, b.ward, cut("Thread "+payload), "Below: "+payload)
		b.pages = append(b.pages, b.thread.Path())
	}
	if n%(4*answers) == 0 {
		b.person(n, payload)
	}
	_, err := b.north.Publish(t.Context(), models.Draft{Kind: models.Reply, By: b.ana, In: b.ward, InReplyTo: b.thread, Source: payload})
	mt.Must(t, err)
	id := b.peer.URL(fmt.Sprint("/notes/", n))
	who := b.peer.URL(fmt.Sprint("/users/p", n-n%(4*answers)))
	note := moottest.Doc{
		"id": id, "type": "Note", "attributedTo": who, "to": []any{moottest.Public}, "inReplyTo": b.thread.URI, "name": payload, "summary": payload, "content": payload,
		"contentMap": moottest.Doc{"en": payload}, "url": payload, "sensitive": n%2 == 0,
		"attachment": []any{moottest.Doc{"type": "Image", "mediaType": "image/png", "url": "https://evil.example/x.png", "name": payload}, moottest.Doc{"type": "Link", "href": payload, "name": payload}},
		"tag":        []any{moottest.Doc{"type": "Hashtag", "name": "#" + payload, "href": payload}, moottest.Doc{"type": "Mention", "name": payload, "href": b.ana.URI}},
	}
	if status := b.peer.Send(b.north, "/inbox", who, b.peer.Activity("Create", who, n, note, moottest.Doc{"to": []any{moottest.Public}})); status != http.StatusAccepted {
		t.Fatalf("payload %d is answered %d", n, status)
	}
}

// person adds somebody of another site whose profile is made of a payload, and who starts a thread. What
// follows is by them.
func (b *bait) person(n int, payload string) {
	b.t.Helper()
	name := fmt.Sprint("p", n)
	who := b.peer.Actor("Person", "/users/"+name, name, moottest.Doc{
		"name": payload, "summary": payload, "url": payload, "icon": moottest.Doc{"type": "Image", "url": payload},
		"attachment": []any{moottest.Doc{"type": "PropertyValue", "name": payload, "value": payload}, moottest.Doc{"type": "PropertyValue", "name": "Role", "value": payload}},
	})
	page := moottest.Doc{
		"id": b.peer.URL("/pages/" + name), "type": "Page", "attributedTo": who, "to": []any{moottest.Public, b.ward.URI}, "audience": b.ward.URI, "name": payload, "content": payload,
	}
	b.peer.MustSend(b.north, who, b.peer.Activity("Follow", who, 10_000+n, b.ward.URI, nil))
	b.peer.MustSend(b.north, who, b.peer.Activity("Create", who, 20_000+n, page, moottest.Doc{"to": []any{moottest.Public}}))
	b.pages = append(b.pages, "/u/"+name+"@evil.example")
	it, err := b.north.ItemByURI(b.t.Context(), page["id"].(string))
	mt.Must(b.t, err)
	b.pages = append(b.pages, it.Path())
}

// cut makes a title of a payload.
func cut(payload string) string {
	return strings.ToValidUTF8(payload[:min(len(payload), 200)], "")
}
