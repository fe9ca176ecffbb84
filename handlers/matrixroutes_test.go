package handlers_test

// What a route is about says with what it is tried. A route that is in none of the lists fails the test.
var matrix = map[string][]string{
	"plain": {
		"/", "/page/:n", "/events", "/events/page/:n", "/events/past", "/events/past/page/:n", "/events/:month", "/events/network", "/events/network/page/:n", "/communities", "/communities/new", "/new", "/about", "/how-it-works", "/privacy", "/accessibility",
		"/theme.css", "/robots.txt", "/.well-known/security.txt", "/healthz", "/readyz", "/sign-in", "/settings",
		"/notices", "/notices/page/:n", "/events.ics", "/calendar/:token", "/invitation/:token", "/setup/:token",
		"/mail/stop/:ticket", "/forgotten", "/forgotten/:token",
		"/blog", "/blog/page/:n", "/blog/feed.atom", "/blog/podcast.rss", "/blog/new", "/drafts",
	},
	"community": {
		"/c/:name", "/c/:name/discussions", "/c/:name/discussions/page/:n", "/c/:name/people", "/c/:name/people/page/:n",
		"/c/:name/people/requests", "/c/:name/people/banned", "/c/:name/people/ban/:id", "/c/:name/about", "/c/:name/about/page/:n",
		"/c/:name/feed.atom", "/c/:name/events.ics", "/c/:name/new", "/c/:name/events/new", "/c/:name/events", "/c/:name/events/page/:n",
		"/c/:name/library", "/c/:name/library/page/:n", "/c/:name/library/new",
		"/c/:name/events/past", "/c/:name/events/past/page/:n", "/c/:name/events/:month", "/c/:name/wiki", "/c/:name/wiki/new", "/c/:name/wiki/review", "/c/:name/wiki/feed.atom", "/c/:name/wiki/:page", "/c/:name/wiki/:page/page/:n",
		"/c/:name/wiki/:page/history", "/c/:name/wiki/:page/history/page/:n", "/c/:name/wiki/:page/rev/:rev", "/c/:name/wiki/:page/diff/:range", "/c/:name/wiki/:page/links",
		"/c/:name/blog", "/c/:name/blog/page/:n", "/c/:name/blog/feed.atom", "/c/:name/blog/podcast.rss", "/c/:name/blog/new", "/c/:name/leave", "/c/:name/settings", "/c/:name/reports",
	},
	"item": {
		"/post/:id", "/post/:id/page/:n", "/post/:id/history", "/post/:id/reply", "/post/:id/edit", "/post/:id/delete", "/post/:id/report",
		"/post/:id/remove", "/comment/:id", "/comment/:id/history", "/comment/:id/reply", "/comment/:id/edit", "/comment/:id/delete",
		"/comment/:id/report", "/comment/:id/remove", "/event/:id", "/event/:id.ics", "/event/:id/card.png", "/event/:id/post", "/event/:id/page/:n", "/event/:id/history", "/event/:id/reply", "/event/:id/edit",
		"/article/:id", "/article/:id/page/:n", "/article/:id/history", "/article/:id/reply", "/article/:id/edit", "/article/:id/delete", "/article/:id/post", "/article/:id/report",
		"/article/:id/remove",
		"/c/:name/library/folder/:id", "/c/:name/library/folder/:id/page/:n", "/c/:name/library/folder/:id/edit",
		"/document/:id", "/document/:id/page/:n", "/document/:id/history", "/document/:id/reply", "/document/:id/edit", "/document/:id/delete",
		"/document/:id/report", "/document/:id/remove", "/document/:id/v/:n", "/document/:id/v/:n/:file", "/document/:id/v/:n/withdraw",
		"/document/:id/preview/:n", "/document/:id/versions/new",
		"/event/:id/delete", "/event/:id/report", "/event/:id/remove", "/event/:id/answer/:ticket", "/event/:id/cancel", "/event/:id/people", "/event/:id/people/list.csv", "/event/:id/postpone",
		"/wiki/:id", "/wiki/:id/page/:n", "/wiki/:id/history", "/wiki/:id/history/page/:n", "/wiki/:id/rev/:rev", "/wiki/:id/reply", "/wiki/:id/edit",
		"/wiki/:id/delete", "/wiki/:id/report", "/wiki/:id/remove", "/wiki/:id/offer/:offer",
	},
	"draft": {"/drafts/:id", "/drafts/:id/preview", "/drafts/:id/picture/:number", "/drafts/:id/delete"},
	"person": {
		"/u/:name", "/u/:name/page/:n", "/u/:name/report", "/u/:name/blog", "/u/:name/blog/page/:n", "/u/:name/blog/feed.atom", "/u/:name/blog/podcast.rss",
		"/u/:name/blog/new",
	},
	"picture": {"/media/:id", "/media/:id/small", "/file/:id/:name", "/thumb/:id"},
	"tag":     {"/tags/:tag", "/tags/:tag/page/:n"},
	"search":  {"/search", "/search/page/:n"},
	"similar": {"/similar"},
	// Those who look after the site see what was reported there; everybody else sees nothing of it.
	"admin": {
		"/admin", "/admin/federation", "/admin/peers", "/admin/peers/page/:n", "/admin/stuck", "/admin/people", "/admin/people/page/:n",
		"/admin/people/suspend/:id", "/admin/invitations", "/admin/reports", "/admin/settings", "/admin/mail", "/admin/mail/:id", "/admin/log", "/admin/log/page/:n",
	},
	// For other servers: the same addresses asked for as documents, and those that have no page.
	"documents": {
		"/c/:name", "/c/:name/inbox", "/c/:name/outbox", "/c/:name/followers", "/c/:name/featured", "/c/:name/moderators",
		"/post/:id", "/post/:id/context", "/post/:id/replies", "/comment/:id", "/comment/:id/replies", "/article/:id", "/article/:id/context", "/article/:id/replies", "/event/:id", "/event/:id/attendees", "/series/:id", "/c/:name/upcoming", "/event/:id/context", "/event/:id/replies", "/wiki/:id", "/wiki/:id/context", "/wiki/:id/replies", "/wiki/:id/history", "/wiki/:id/history/page/:n", "/wiki/:id/rev/:rev", "/act/:id", "/act/:id/announce", "/act/:id/share",
		"/document/:id", "/document/:id/v/:n", "/document/:id/versions", "/document/:id/context", "/document/:id/replies",
		"/.well-known/webfinger?resource=acct:NAME@north.example", "/.well-known/webfinger?resource=https://north.example/c/NAME",
	},
}
