package pages

import (
	"errors"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/web"
)

func draftPath(id int64) string { return "/drafts/" + strconv.FormatInt(id, 10) }

// Drafts lists what the visitor writes, and what they are asked to publish.
func (p *Pages) Drafts(c *gin.Context) error {
	v, err := signedIn(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	mine, err := p.Site.ArticleDrafts(ctx, v.Viewer)
	if err != nil {
		return err
	}
	asked, err := p.Site.ArticleDraftsAsked(ctx, v.Viewer, 0)
	if err != nil {
		return err
	}
	page := p.Out.Page(c, said(c, "drafts.title"))
	page.NoIndex = true
	return p.Out.OK(c, page, web.Drafts(web.DraftsView{
		Mine: p.draftRows(c, mine), Asked: p.draftRows(c, asked), Write: v.Actor.Path() + "/blog/new",
	}))
}

func (p *Pages) draftRows(c *gin.Context, drafts []*models.ArticleDraft) []web.DraftRow {
	rows := make([]web.DraftRow, len(drafts))
	for n, d := range drafts {
		rows[n] = p.draftRow(c, d)
	}
	return rows
}

func (p *Pages) draftRow(c *gin.Context, d *models.ArticleDraft) web.DraftRow {
	row := web.DraftRow{
		URL: draftPath(d.ID), Title: d.Title, For: draftFor(c, d.Community, d.OfSite), SavedAt: d.SavedAt,
		Due: d.Due(), Zone: d.Zone, AskedAt: d.AskedAt, Note: d.Note,
	}
	if request.VisitorOf(c).Actor.ID == d.AuthorID {
		row.Delete = row.URL + "/delete"
	} else {
		row.By = response.Person(c.Request.Context(), d.Author)
	}
	return row
}

// draftFor says for which blog something is written.
func draftFor(c *gin.Context, community *models.Actor, ofSite bool) string {
	switch {
	case community != nil:
		return said(c, "drafts.for_room", "Name", community.Display())
	case ofSite:
		return said(c, "drafts.for_site")
	}
	return said(c, "drafts.for_self")
}

// articleDraft is the draft that the path names, if the visitor may read it.
func (p *Pages) articleDraft(c *gin.Context) (*models.ArticleDraft, error) {
	v, err := signedIn(c)
	if err != nil {
		return nil, err
	}
	id, err := request.ID(c)
	if err != nil {
		return nil, err
	}
	return p.Site.ArticleDraft(c.Request.Context(), v.Viewer, id)
}

// PreviewDraft shows a draft as it will look.
func (p *Pages) PreviewDraft(c *gin.Context) error {
	d, err := p.articleDraft(c)
	if err != nil {
		return err
	}
	return p.previewDraft(c, d, p.Out.OK, nil)
}

func (p *Pages) previewDraft(c *gin.Context, d *models.ArticleDraft, send response.Sender, wrong web.Errors) error {
	ctx := c.Request.Context()
	body, err := p.Site.Preview(ctx, d.Source)
	if err != nil {
		return err
	}
	shown := &web.Article{Summary: d.Summary, Minutes: (&models.Item{Plain: body.Plain()}).Minutes(), Episode: response.Episode(d.Detail()), Page: new(web.ArticlePage)}
	if shown.Episode != nil && shown.Episode.URL != "" && request.VisitorOf(c).Actor.ID != d.AuthorID {
		shown.Episode = &web.Episode{Length: shown.Episode.Length, Checking: true} // it is heard by all once it is published
	}
	if d.Transcript != "" {
		if shown.Page.Transcript, err = p.Site.Preview(ctx, d.Transcript); err != nil {
			return err
		}
	}
	it := web.Item{Title: d.Title, Author: response.Person(ctx, d.Author), At: p.Site.DB().Now(), Body: body, Detail: shown}
	for n, pic := range d.Pictures {
		address := draftPath(d.ID) + "/picture/" + strconv.Itoa(n+1)
		if shown.Cover == nil {
			shown.Cover = &web.Picture{URL: address, Full: address, Alt: pic.Alt}
			continue
		}
		it.Pictures = append(it.Pictures, web.Picture{URL: address, Alt: pic.Alt})
	}
	view := web.ArticlePreview{Article: it, Row: p.draftRow(c, d), Errors: wrong}
	if view.Row.Delete != "" {
		view.Back = draftPath(d.ID)
	} else {
		view.Publish, view.Version = draftPath(d.ID), strconv.Itoa(d.Version)
	}
	page := p.Out.Page(c, said(c, "drafts.preview"))
	page.NoIndex = true
	return send(c, page, web.PreviewArticle(view))
}

// DraftPicture sends a picture of a draft to who may read that.
func (p *Pages) DraftPicture(c *gin.Context) error {
	v, err := signedIn(c)
	if err != nil {
		return err
	}
	id, err := request.ID(c)
	if err != nil {
		return err
	}
	number, err := strconv.Atoi(c.Param("number"))
	if err != nil {
		return request.ErrNothing
	}
	ctx := c.Request.Context()
	m, err := p.Site.DraftPicture(ctx, v.Viewer, id, number)
	if err != nil {
		return err
	}
	file, err := p.Site.Files().Open(ctx, m.Sum)
	if errors.Is(err, blob.ErrNotFound) {
		return request.ErrNothing
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	return p.Out.Picture(c, m.MediaType, m.Sum, false, file)
}

// AskDropDraft asks before a draft is deleted.
func (p *Pages) AskDropDraft(c *gin.Context) error {
	d, err := p.ownDraft(c)
	if err != nil {
		return err
	}
	page := p.Out.Page(c, said(c, "drafts.delete_title"))
	page.NoIndex = true
	return p.Out.OK(c, page, web.ConfirmPage(web.Confirm{
		Title: said(c, "drafts.delete_title"), Lost: []string{said(c, "drafts.delete_lost")}, Action: c.Request.URL.Path,
		Button: said(c, "drafts.delete_yes"), Back: draftPath(d.ID),
	}))
}

// DropDraft deletes a draft.
func (p *Pages) DropDraft(c *gin.Context) error {
	d, err := p.ownDraft(c)
	if err != nil {
		return err
	}
	if err := p.Site.DropArticleDraft(c.Request.Context(), request.VisitorOf(c).Actor, d.ID); err != nil {
		return err
	}
	return p.Out.Done(c, "/drafts", said(c, "drafts.deleted"))
}

func (p *Pages) ownDraft(c *gin.Context) (*models.ArticleDraft, error) {
	d, err := p.articleDraft(c)
	if err == nil && d.AuthorID != request.VisitorOf(c).Actor.ID {
		return nil, request.ErrNothing
	}
	return d, err
}
