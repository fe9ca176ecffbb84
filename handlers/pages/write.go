package pages

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// A manuscript is an article that somebody writes: a draft, or what is to become one.
type manuscript struct {
	draft      *models.ArticleDraft // with the number 0 for a new one
	visitor    *request.Visitor
	audience   web.Audience
	back       string
	mayPublish bool
	at, zone   string // when it is to be published, as typed
	conflict   string // where the version is that was saved elsewhere meanwhile
}

// newManuscript is for something new for the blog that the path names; Forbidden when the visitor may not write for it.
func (p *Pages) newManuscript(c *gin.Context) (*manuscript, error) {
	v, err := signedIn(c)
	if err != nil {
		return nil, err
	}
	b, err := p.blogAt(c)
	if err != nil {
		return nil, err
	}
	m := &manuscript{draft: &models.ArticleDraft{AuthorID: v.Actor.ID, OfSite: b.room == nil && b.person == nil}, visitor: v, back: b.path, mayPublish: b.mine}
	switch {
	case b.room != nil && !b.drafts:
		if !b.room.community.Here() {
			return nil, request.ErrNothing
		}
		return nil, models.May(b.room.standing, models.ToDraft, false)
	case b.room != nil:
		m.draft.CommunityID, m.draft.Community, m.audience = b.room.community.ID, b.room.community, b.room.audience()
	case !b.drafts && b.person != nil:
		return nil, request.ErrNothing
	case !b.drafts:
		return nil, models.May(models.Standing{Here: true}, models.ToRun, false)
	default:
		m.audience = web.Audience{Seen: web.ByAnyone}
	}
	return m, nil
}

// manuscript is the visitor's own draft that the path names.
func (p *Pages) manuscript(c *gin.Context, d *models.ArticleDraft) (*manuscript, error) {
	m := &manuscript{
		draft: d, visitor: request.VisitorOf(c), audience: web.Audience{Seen: web.ByAnyone}, back: "/drafts", mayPublish: true, at: d.Begins, zone: d.Zone,
	}
	if d.CommunityID == 0 {
		return m, nil
	}
	community, err := p.Site.Actor(c.Request.Context(), d.CommunityID)
	if err != nil {
		return nil, err
	}
	rm, err := p.enter(c, community)
	if models.CodeOf(err) == models.NotFound { // who has left keeps their words, and nothing else
		m.mayPublish = false
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	m.audience, m.mayPublish = rm.audience(), rm.tells()
	return m, nil
}

// articleEditor shows a manuscript as it is kept.
func (p *Pages) articleEditor(c *gin.Context, m *manuscript) web.ArticleEditor {
	d := m.draft
	fields := articleFields{}.stored(d.Detail())
	ed := web.ArticleEditor{
		Heading: said(c, "article_form.title"), For: draftFor(c, d.Community, d.OfSite), Version: d.Version, At: m.at, Zone: m.zone,
		MayPublish: m.mayPublish, MayAsk: d.CommunityID != 0 && !m.mayPublish, Conflict: m.conflict,
		Composer: web.Composer{
			ID: "article", Action: c.Request.URL.Path, Kind: models.ArticleKind, Title: d.Title, Body: d.Source, Label: said(c, "article_form.body"),
			Pictures: true, Cover: true, Extra: fields, Audience: m.audience, Back: m.back, Once: d.Once,
		},
	}
	if ed.Zone == "" {
		ed.Zone = p.Out.Zone()
	}
	if d.ID != 0 {
		ed.Heading, ed.Row, ed.Composer.Action = said(c, "article_form.edit"), p.draftRow(c, d), draftPath(d.ID)
	}
	var pictures []picture
	for _, pic := range d.Pictures {
		pictures = append(pictures, picture{id: pic.MediaID, alt: pic.Alt, decorative: pic.Decorative})
	}
	ed.Composer.Kept = kept(pictures)
	return ed
}

func (p *Pages) showEditor(c *gin.Context, ed web.ArticleEditor, send response.Sender) error {
	page := p.Out.Page(c, ed.Heading)
	page.NoIndex = true
	return send(c, page, web.EditArticle(ed))
}

// AskWrite is the page for a new article, for the blog that the path names.
func (p *Pages) AskWrite(c *gin.Context) error {
	m, err := p.newManuscript(c)
	if err != nil {
		return err
	}
	m.draft.Once = request.NewOnce()
	return p.showEditor(c, p.articleEditor(c, m), p.Out.OK)
}

// AskDraft is the page for going on with a draft; for who is asked to publish it, it shows what it will look like.
func (p *Pages) AskDraft(c *gin.Context) error {
	d, err := p.articleDraft(c)
	if err != nil {
		return err
	}
	if d.AuthorID != request.VisitorOf(c).Actor.ID {
		return p.previewDraft(c, d, p.Out.OK, nil)
	}
	m, err := p.manuscript(c, d)
	if err != nil {
		return err
	}
	return p.showEditor(c, p.articleEditor(c, m), p.Out.OK)
}

// Write keeps what was written for a blog, and does what the button says.
func (p *Pages) Write(c *gin.Context) error {
	if _, err := p.acting(c, request.ToReact); err != nil {
		return err
	}
	m, err := p.newManuscript(c)
	if err != nil {
		return err
	}
	return p.write(c, m)
}

// WriteDraft is the same for a draft. Who is asked to publish it says yes or no.
func (p *Pages) WriteDraft(c *gin.Context) error {
	if _, err := p.acting(c, request.ToReact); err != nil {
		return err
	}
	d, err := p.articleDraft(c)
	if err != nil {
		return err
	}
	if d.AuthorID != request.VisitorOf(c).Actor.ID {
		return p.decide(c, d)
	}
	m, err := p.manuscript(c, d)
	if err != nil {
		return err
	}
	return p.write(c, m)
}

// decide publishes somebody else's draft, or hands it back.
func (p *Pages) decide(c *gin.Context, d *models.ArticleDraft) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	ctx, v := c.Request.Context(), request.VisitorOf(c)
	name := response.Person(ctx, d.Author).Name
	if f.Is("do", "back") {
		if err := p.Site.HandBack(ctx, v.Actor, d.ID, f.Line("reason")); err != nil {
			return err
		}
		return p.Out.Done(c, "/drafts", said(c, "drafts.handed_back", "Name", name))
	}
	if !f.Is("do", "publish") {
		return request.ErrNothing
	}
	read, _ := strconv.Atoi(f.Line("version")) // what is none is that of no draft
	it, err := p.Site.PublishArticleDraft(ctx, v.Actor, d.ID, max(1, read), "", "")
	if wrong := response.Fields(err); wrong != nil {
		return p.previewDraft(c, d, p.Out.Again(err), wrong)
	}
	if err != nil {
		return err
	}
	if it == nil {
		return p.Out.Done(c, "/drafts", said(c, "drafts.kept_soon"))
	}
	return p.Out.Done(c, it.Path(), said(c, "drafts.published_other", "Name", name))
}

// write reads a manuscript, keeps it, and goes on as the button says. Whatever is wrong with it, it is kept first.
func (p *Pages) write(c *gin.Context, m *manuscript) error {
	l, err := p.letter(c, m.visitor, models.ArticleKind, nil)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	if err := p.takeAttached(c, m.visitor, models.ArticleKind, m.draft.Community, l); err != nil {
		return err
	}
	do := f.Line("do")
	m.at, m.zone = f.Line("at"), f.Line("timezone")
	if do != "publish" && do != "ask" {
		l.wrong = onlyFiles(l.wrong)
	}
	saved, err := p.Site.SaveArticleDraft(c.Request.Context(), m.visitor.Actor, m.typed(f, l))
	switch {
	case do == "autosave":
		return p.autosaved(c, m, saved, err)
	case models.CodeOf(err) == models.Conflict:
		return p.otherVersion(c, m, l, err)
	case response.Fields(err) != nil:
		l.wrong = response.Fields(err)
		return p.rewrite(c, m, l, err)
	case err != nil:
		return err
	}
	m.draft = saved
	if len(l.wrong) > 0 {
		return p.rewrite(c, m, l, nil)
	}
	return p.goOn(c, m, l, do)
}

// typed is the draft as the form has it.
func (m *manuscript) typed(f *request.Form, l *letter) models.ArticleDraft {
	d, a := *m.draft, l.detail.(*models.Article)
	d.Title, d.Source, d.Once = l.title, l.body, l.once
	d.Summary, d.AudioID, d.AudioURL, d.AudioSeconds, d.Transcript = a.Summary, a.AudioID, a.AudioURL, a.AudioSeconds, a.Transcript
	d.Version, _ = strconv.Atoi(f.Line("version")) // what is none is that of no draft
	d.Pictures = nil
	for _, pic := range l.pictures {
		d.Pictures = append(d.Pictures, &models.DraftPicture{MediaID: pic.id, Alt: pic.alt, Decorative: pic.decorative})
	}
	return d
}

// onlyFiles are what is wrong with the files of a form: all else may stay unfinished in a draft.
func onlyFiles(wrong web.Errors) web.Errors {
	left := web.Errors{}
	for name, what := range wrong {
		if name == "cover" || name == "audio" || len(name) == len("picture1") && name[:len("picture")] == "picture" {
			left[name] = what
		}
	}
	return left
}

// goOn does what the button says with a draft that was kept.
func (p *Pages) goOn(c *gin.Context, m *manuscript, l *letter, do string) error {
	ctx, me, d := c.Request.Context(), m.visitor.Actor, m.draft
	switch do {
	case "preview":
		return p.Out.Redirect(c, draftPath(d.ID)+"/preview")
	case "ask":
		err := p.Site.AskToPublish(ctx, me, d.ID, true)
		if wrong := response.Fields(err); wrong != nil {
			l.wrong = wrong
			return p.rewrite(c, m, l, err)
		}
		if err != nil {
			return err
		}
		return p.Out.Done(c, "/drafts", said(c, "drafts.kept_asked"))
	case "take_back":
		if err := p.takeBack(c, d); err != nil {
			return err
		}
		return p.Out.Done(c, draftPath(d.ID), said(c, "drafts.taken_back"))
	case "publish":
		return p.publishDraft(c, m, l)
	}
	return p.Out.Done(c, draftPath(d.ID), said(c, "drafts.kept"))
}

func (p *Pages) takeBack(c *gin.Context, d *models.ArticleDraft) error {
	ctx, me := c.Request.Context(), request.VisitorOf(c).Actor
	if !d.AskedAt.IsZero() {
		if err := p.Site.AskToPublish(ctx, me, d.ID, false); err != nil {
			return err
		}
	}
	if d.DueAt.IsZero() {
		return nil
	}
	return p.Site.HandBack(ctx, me, d.ID, "")
}

func (p *Pages) publishDraft(c *gin.Context, m *manuscript, l *letter) error {
	if err := p.Limits.Take(c.Request, request.ToPublish, m.visitor.Actor.Name); err != nil {
		return err
	}
	ctx, d := c.Request.Context(), m.draft
	p.Federation.LookUp(ctx, d.Source)
	it, err := p.Site.PublishArticleDraft(ctx, m.visitor.Actor, d.ID, d.Version, m.at, m.zone)
	if wrong := response.Fields(err); wrong != nil {
		l.wrong = wrong
		return p.rewrite(c, m, l, err)
	}
	if err != nil {
		return err
	}
	if it != nil {
		return p.Out.Done(c, it.Path(), said(c, "drafts.published"))
	}
	if m.at == "" {
		return p.Out.Done(c, "/drafts", said(c, "drafts.kept_soon"))
	}
	due, err := p.Site.ArticleDraft(ctx, m.visitor.Viewer, d.ID)
	if err != nil {
		return err
	}
	return p.Out.Done(c, "/drafts", said(c, "drafts.kept_due", "When", web.DueWords(ctx, due.Due(), due.Zone)))
}

// rewrite sends a manuscript back with what is wrong with it, and what was typed.
func (p *Pages) rewrite(c *gin.Context, m *manuscript, l *letter, err error) error {
	ed := p.articleEditor(c, m)
	w := writing{view: web.ComposeView{Composer: ed.Composer}, kind: models.ArticleKind}
	if err := p.refill(c, l, &w); err != nil {
		return err
	}
	ed.Composer = w.view.Composer
	return p.showEditor(c, ed, p.Out.Again(err))
}

// otherVersion sends a manuscript back that was saved elsewhere meanwhile, so that its author chooses which one stays: sent
// again, it takes the place of the one that is there now.
func (p *Pages) otherVersion(c *gin.Context, m *manuscript, l *letter, err error) error {
	m.conflict, l.wrong = draftPath(m.draft.ID)+"/preview", web.Errors{}
	return p.rewrite(c, m, l, err)
}

// autosaved answers the script that sends what is being written.
func (p *Pages) autosaved(c *gin.Context, m *manuscript, saved *models.ArticleDraft, err error) error {
	response.Private(c.Writer.Header())
	if models.CodeOf(err) == models.Conflict {
		c.JSON(http.StatusConflict, gin.H{"words": said(c, "drafts.conflict_short")})
		return nil
	}
	if err != nil {
		return err
	}
	at := web.Clock(c.Request.Context(), saved.SavedAt.In(p.Out.Location()))
	c.JSON(http.StatusOK, gin.H{"action": draftPath(saved.ID), "version": saved.Version, "words": said(c, "drafts.saved_at", "Clock", at)})
	return nil
}
