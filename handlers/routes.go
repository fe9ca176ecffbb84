package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/admin"
	"github.com/folkmoot/folkmoot/handlers/pages"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
)

// routes are all the addresses of the site for people; those for other servers are in handlers/activitypub.
type routes struct {
	gin.IRouter
	out *response.Responder
}

func (r routes) get(path string, do response.Handler) {
	r.GET(path, r.out.Handle(do))
	r.HEAD(path, r.out.Handle(do))
}

// list is a page that goes on at path/page/2.
func (r routes) list(path string, do response.Handler) {
	r.get(path, do)
	if path == "/" {
		path = ""
	}
	r.get(path+"/page/:n", do)
}

func (r routes) post(path string, do response.Handler) { r.POST(path, r.out.Handle(do)) }

// form is a page with a form, and what happens when it is sent.
func (r routes) form(path string, ask, do response.Handler) {
	r.get(path, ask)
	r.post(path, do)
}

func (r routes) pages(p *pages.Pages) {
	r.list("/", p.Home)
	r.get("/communities", p.Communities)
	r.form("/communities/new", p.AskFound, p.Found)

	r.get("/c/:name", p.Community)
	r.list("/c/:name/discussions", p.Discussions)
	r.list("/c/:name/people", p.People)
	r.list("/c/:name/about", p.About)
	r.get("/c/:name/feed.atom", p.Feed)
	r.get("/c/:name/events.ics", p.CommunityCalendar)
	r.form("/c/:name/new", p.AskNew(models.Post), p.New(models.Post))
	r.post("/c/:name/join", p.Join)
	r.form("/c/:name/leave", p.AskLeave, p.Leave)
	r.post("/c/:name/follow", p.Follow)
	r.post("/c/:name/unfollow", p.Unfollow)
	r.form("/c/:name/settings", p.AskCharter, p.SetCharter)
	r.get("/c/:name/people/requests", p.People)
	r.post("/c/:name/people/accept", p.Accept)
	r.post("/c/:name/people/decline", p.Decline)
	r.post("/c/:name/people/role", p.SetRole)
	r.get("/c/:name/people/banned", p.Banned)
	r.get("/c/:name/people/ban/:id", p.AskBan)
	r.post("/c/:name/people/ban", p.Ban)
	r.post("/c/:name/people/unban", p.Unban)
	r.get("/c/:name/reports", p.Reports)
	r.post("/c/:name/reports/:id", p.CloseReport)

	r.items(p)
	r.events(p)
	r.wiki(p)
	r.blogs(p)
	r.library(p)
	r.people(p)
	r.plain(p)
}

func (r routes) items(p *pages.Pages) {
	r.form("/new", p.AskNew(models.Post), p.New(models.Post))
	for _, k := range models.Kinds {
		item := "/" + k.Segment + "/:id"
		switch {
		case k == models.EventKind:
			r.list(item, p.Event)
		case k == models.WikiPageKind:
			r.list(item, p.ToWikiPage)
		case k.Thread:
			r.list(item, p.Thread)
		default:
			r.get(item, p.Reply)
		}
		r.form(item+"/reply", p.AskReply, p.Answer)
		r.form(item+"/edit", p.AskEdit, p.Edit)
		if k != models.WikiPageKind {
			r.get(item+"/history", p.History)
		}
		r.form(item+"/delete", p.AskDelete, p.Delete)
		r.form(item+"/report", p.AskReport, p.Report)
		r.post(item+"/like", p.Like)
		r.post(item+"/unlike", p.Unlike)
		r.post(item+"/lock", p.Lock)
		r.post(item+"/unlock", p.Unlock)
		r.post(item+"/pin", p.Pin)
		r.post(item+"/unpin", p.Unpin)
		r.form(item+"/remove", p.AskRemove, p.Remove)
		r.post(item+"/restore", p.Restore)
	}
}

// events are what only events have; their pages are those of all kinds.
func (r routes) events(p *pages.Pages) {
	for _, base := range []string{"/events", "/c/:name/events"} {
		r.list(base, p.Events)
		r.list(base+"/past", p.PastEvents)
		r.get(base+"/:month", p.MonthOrDay)
	}
	r.list("/events/network", p.NetworkEvents)
	r.form("/c/:name/events/new", p.AskNew(models.EventKind), p.New(models.EventKind))
	r.get("/event/:id/card.png", p.Card)
	r.get("/event/:id"+models.CompanionPath, p.Companion)
	r.post("/event/:id/answer", p.Say)
	r.form("/event/:id/answer/:ticket", p.AskSayByMail, p.SayByMail)
	r.post("/event/:id/learned", p.Learn)
	r.form("/event/:id/people", p.Attendance, p.Attend)
	r.get("/event/:id/people/list.csv", p.AttendanceList)
	r.post("/event/:id/people/in", p.Seat(true))
	r.post("/event/:id/people/turn", p.Seat(false))
	r.form("/event/:id/cancel", p.AskCancel, p.SetStatus(models.Cancelled))
	r.form("/event/:id/postpone", p.AskPostpone, p.SetStatus(models.Postponed))
	r.post("/event/:id/resume", p.SetStatus(models.Planned))
}

// wiki are what only wiki pages have; their forms are those of all kinds.
func (r routes) wiki(p *pages.Pages) {
	r.get("/c/:name/wiki", p.Wiki)
	r.form("/c/:name/wiki/new", p.AskNew(models.WikiPageKind), p.New(models.WikiPageKind))
	r.get("/c/:name/wiki/review", p.WikiReview)
	r.get("/c/:name/wiki/feed.atom", p.WikiFeed)
	r.list("/c/:name/wiki/:page", p.WikiPage)
	r.list("/c/:name/wiki/:page/history", p.WikiHistory)
	r.get("/c/:name/wiki/:page/rev/:rev", p.WikiRevision)
	r.get("/c/:name/wiki/:page/diff/:range", p.WikiDiff)
	r.get("/c/:name/wiki/:page/links", p.WikiLinks)
	r.list("/wiki/:id/history", p.ToWikiPart)
	r.get("/wiki/:id/rev/:rev", p.ToWikiPart)
	r.post("/wiki/:id/restore-revision", p.RestoreRevision)
	r.post("/wiki/:id/watch", p.Watch(true))
	r.post("/wiki/:id/unwatch", p.Watch(false))
	r.post("/wiki/:id/protect", p.Protect(true))
	r.post("/wiki/:id/unprotect", p.Protect(false))
	r.get("/wiki/:id/offer/:offer", p.WikiOffer)
	r.post("/wiki/:id/offer/:offer/drop", p.DropOffer)
}

// blogs are what only articles have; their pages are those of all kinds.
func (r routes) blogs(p *pages.Pages) {
	for _, base := range []string{"/blog", "/c/:name/blog", "/u/:name/blog"} {
		r.list(base, p.Blog)
		r.get(base+"/feed.atom", p.BlogFeed)
		r.get(base+"/podcast.rss", p.Podcast)
		r.form(base+"/new", p.AskWrite, p.Write)
	}
	r.get("/article/:id"+models.CompanionPath, p.Companion)
	r.get("/drafts", p.Drafts)
	r.form("/drafts/:id", p.AskDraft, p.WriteDraft)
	r.get("/drafts/:id/preview", p.PreviewDraft)
	r.get("/drafts/:id/picture/:number", p.DraftPicture)
	r.form("/drafts/:id/delete", p.AskDropDraft, p.DropDraft)
}

// library are what only documents have.
func (r routes) library(p *pages.Pages) {
	r.list("/c/:name/library", p.Library)
	r.list("/c/:name/library/folder/:id", p.Library)
	r.form("/c/:name/library/folder/:id/edit", p.AskFolder, p.SetFolder)
	r.form("/c/:name/library/new", p.AskNew(models.DocumentKind), p.AddDocuments)
	r.form("/document/:id/versions/new", p.AskVersion, p.AddVersion)
	r.get("/document/:id/v/:n", p.Download)
	r.get("/document/:id/v/:n/:file", p.Download)
	r.post("/document/:id/v/:n/:file", p.FetchAgain)
	r.form("/document/:id/v/:n/withdraw", p.AskWithdraw, p.Withdraw)
	r.get("/document/:id/preview/:n", p.PreviewOf)
	r.post("/document/:id/use", p.UseDocument)
}

func (r routes) people(p *pages.Pages) {
	r.list("/u/:name", p.Person)
	r.post("/u/:name/follow", p.FollowPerson)
	r.post("/u/:name/unfollow", p.UnfollowPerson)
	r.form("/u/:name/report", p.AskReportPerson, p.ReportPerson)

	r.form("/sign-in", p.AskSignIn, p.SignIn)
	r.post("/sign-out", p.SignOut)
	r.form("/invitation/:token", p.AskAccept, p.TakeInvitation)
	r.form("/setup/:token", p.AskSetUp, p.SetUp)
	r.form("/settings", p.AskSettings, p.SetProfile)
	r.post("/settings/password", p.SetPassword)
	r.post("/settings/calendar", p.SetCalendar)
	r.post("/settings/mail", p.SetMailWishes)
	r.form("/mail/stop/:ticket", p.AskStopMail, p.StopMail)
	r.form("/forgotten", p.AskForgotten, p.Forgotten)
	r.form("/forgotten/:token", p.AskRenew, p.Renew)
}

func (r routes) plain(p *pages.Pages) {
	r.list("/search", p.Search)
	r.get("/similar", p.Similar)
	r.list("/tags/:tag", p.Tag)
	r.list("/notices", p.Notices)
	r.get("/events.ics", p.SiteCalendar)
	r.get("/calendar/:token", p.OwnCalendar)
	r.get("/media/:id", p.Picture)
	r.get("/media/:id/small", p.SmallPicture)
	r.get("/file/:id/:name", p.File)
	r.get("/thumb/:id", p.FileThumb)
	r.uploads(p)
	r.get("/about", p.AboutSite)
	r.get("/how-it-works", p.HowItWorks)
	r.get("/privacy", p.Privacy)
	r.get("/accessibility", p.Accessibility)
	r.get("/theme.css", p.Theme)
	r.get("/robots.txt", p.Robots)
	r.get("/.well-known/security.txt", p.Security)
}

// uploads are for the script that sends files in parts.
func (r routes) uploads(p *pages.Pages) {
	r.OPTIONS("/uploads", r.out.Handle(p.UploadRules))
	r.post("/uploads", p.BeginUpload)
	r.HEAD("/uploads/:upload", r.out.Handle(p.Uploaded))
	r.PATCH("/uploads/:upload", r.out.Handle(p.AppendUpload))
	r.DELETE("/uploads/:upload", r.out.Handle(p.DropUpload))
}

func (r routes) admin(a *admin.Rooms) {
	in := routes{r.Group("/admin", a.Admin), r.out}
	in.get("", a.Home)
	in.form("/federation", a.Federation, a.SetPolicy)
	in.post("/federation/preview", a.Preview)
	in.list("/peers", a.Peers)
	in.post("/peers/retry", a.Retry)
	in.get("/stuck", a.Stuck)
	in.post("/stuck/retry", a.RetryStuck)
	in.post("/stuck/drop", a.DropStuck)
	in.list("/people", a.Members)
	in.get("/people/suspend/:id", a.AskSuspend)
	in.post("/people/suspend", a.Suspend)
	in.post("/people/release", a.Release)
	in.form("/invitations", a.Invitations, a.Invite)
	in.post("/invitations/revoke", a.Revoke)
	in.get("/reports", a.Reports)
	in.post("/reports/:id", a.CloseReport)
	in.form("/settings", a.Settings, a.SetSettings)
	in.get("/mail", a.Mail)
	in.get("/mail/:id", a.ReadLetter)
	in.post("/mail/test", a.TestMail)
	in.post("/mail/retry", a.RetryLetter)
	in.list("/log", a.SiteLog)
}

// health says whether the program runs, and whether it can serve; nothing else, to anybody.
func (r routes) health(cfg Config) {
	say := func(c *gin.Context, status int, word string) {
		response.Private(c.Writer.Header())
		c.String(status, word+"\n")
	}
	r.get("/healthz", func(c *gin.Context) error {
		say(c, http.StatusOK, "ok")
		return nil
	})
	r.get("/readyz", func(c *gin.Context) error {
		if cfg.Ready != nil {
			if err := cfg.Ready(c.Request.Context()); err != nil {
				cfg.Log.Warn("not ready", "error", err)
				say(c, http.StatusServiceUnavailable, "not ready")
				return nil
			}
		}
		say(c, http.StatusOK, "ready")
		return nil
	})
}
