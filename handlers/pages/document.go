package pages

import (
	"context"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// namedUses is how many of those who used a document its page names.
const namedUses = 12

// documentFields are the fields of a document, and its part of its page.
type documentFields struct{}

// begin chooses the folder that the address names.
func (documentFields) begin(c *gin.Context, _ *Pages, _ *room, to *web.Composer) error {
	to.Extra = &web.DocumentFields{Folder: c.Query("folder")}
	return nil
}

func (documentFields) typed(f *request.Form) web.Extra {
	return &web.DocumentFields{
		Folder: f.Line("folder"), NewFolder: f.Line("new_folder"), Authors: f.Line("authors"), Licence: f.Line("licence"),
		OtherLicence: f.Line("other_licence"), Cite: f.Text("cite"), Review: f.Line("review"), Replaces: f.Line("replaces"), Note: f.Line("note"),
	}
}

func (documentFields) stored(d models.Detail) web.Extra {
	doc, ok := d.(*models.Document)
	if !ok {
		return &web.DocumentFields{Stored: true}
	}
	f := &web.DocumentFields{Authors: doc.Authors, Cite: doc.Cite, Review: doc.Review, Replaces: doc.Replaces, Stored: true}
	if doc.FolderID != 0 {
		f.Folder = strconv.FormatInt(doc.FolderID, 10)
	}
	if l := models.LicenceOf(doc.Licence); l.Name != "" && l.Name == doc.Licence || l.URL != "" && l.Name == l.URL {
		f.OtherLicence = doc.Licence
	} else {
		f.Licence = doc.Licence
	}
	return f
}

func (documentFields) read(typed web.Extra, old models.Detail, wrong web.Errors) models.Detail {
	f, d := typed.(*web.DocumentFields), new(models.Document)
	if was, ok := old.(*models.Document); ok {
		*d, f.Stored = *was, true
	}
	d.Authors, d.Cite, d.Review, d.Replaces, d.Note = f.Authors, f.Cite, f.Review, f.Replaces, f.Note
	if d.Licence = f.OtherLicence; d.Licence == "" {
		d.Licence = f.Licence
	}
	d.FolderID, d.Folder = 0, models.FolderNames(f.NewFolder)
	if f.Folder != "" {
		id, err := strconv.ParseInt(f.Folder, 10, 64)
		if err != nil {
			wrong["folder"] = "Choose a folder of the list."
		}
		d.FolderID = id
	}
	return d
}

// prepare lists the folders that there are to choose from.
func (documentFields) prepare(c *gin.Context, p *Pages, rm *room, _ *models.Item, to *web.Composer) error {
	f, ok := to.Extra.(*web.DocumentFields)
	if !ok {
		return nil
	}
	f.Upload = rm.community.Name
	folders, err := p.Site.Folders(c.Request.Context(), rm.visitor.Viewer, rm.community.ID)
	if err != nil {
		return err
	}
	f.Folders = []web.Choice{{Label: said(c, "document_form.no_folder")}}
	for _, at := range folders {
		way := ""
		for _, up := range at.Path {
			if way != "" {
				way += " › "
			}
			way += up.Name
		}
		f.Folders = append(f.Folders, web.Choice{Value: strconv.FormatInt(at.ID, 10), Label: way})
	}
	return nil
}

func (documentFields) publish(ctx context.Context, s *models.Site, d models.Draft, _ web.Extra) (*models.Item, error) {
	return s.Publish(ctx, d)
}

func (documentFields) revise(ctx context.Context, s *models.Site, it *models.Item, d models.Draft, _ web.Extra) (*models.Item, error) {
	return s.Revise(ctx, it, d)
}

// show adds the versions, who used it, and what those may do who look after it.
func (documentFields) show(c *gin.Context, p *Pages, f *found, view *web.ThreadView) error {
	shown, ok := view.Post.Detail.(*web.Document)
	if !ok {
		return nil
	}
	d, v, ctx := f.item.Detail.(*models.Document), request.VisitorOf(c), c.Request.Context()
	page := &web.DocumentPage{Cite: d.Cite, Replaces: d.Replaces}
	shown.Page = page
	amends := f.amends(v)
	if !amends && v.SignedIn() || !v.SignedIn() {
		shown.Trouble = ""
	}
	if amends {
		page.Change, page.NewVersion = f.item.Path()+"/edit", f.item.Path()+"/versions/new"
	}
	if d.Number > 0 {
		page.Get = filePath(f.item, d.Number, d.Name)
		if !f.item.Here() {
			page.From = f.item.Host
		}
	}
	if err := p.showVersions(c, f, d, amends, page); err != nil {
		return err
	}
	newer, err := p.Site.ReplacedBy(ctx, v.Viewer, f.item)
	if err != nil {
		return err
	}
	for _, it := range newer {
		page.ReplacedBy = append(page.ReplacedBy, web.FolderLink{Name: it.Title, URL: it.Path()})
	}
	if err := p.showUses(c, f, page); err != nil {
		return err
	}
	return p.showFolder(c, f, d, page)
}

// amends tells whether somebody may change a document of this site.
func (f *found) amends(v *request.Visitor) bool {
	st := f.standing(v)
	return st != nil && f.item.Here() && models.May(*st, models.ToAmend, v.Actor.ID == f.item.AuthorID) == nil
}

func (p *Pages) showVersions(c *gin.Context, f *found, d *models.Document, amends bool, page *web.DocumentPage) error {
	ctx := c.Request.Context()
	all, err := p.Site.Versions(ctx, f.item.ID)
	if err != nil {
		return err
	}
	readable := 0
	for _, v := range all {
		if v.Number > 0 && v.WithdrawnAt.IsZero() {
			readable++
		}
	}
	for _, v := range all {
		if v.Number == 0 && !amends {
			continue
		}
		shown := web.DocumentVersion{
			Number: v.Number, ID: strconv.FormatInt(v.ID, 10), Name: v.Name, Type: models.TypeWords(v.MediaType, v.Name), Size: models.SizeWords(v.Size),
			Note: v.Note, At: v.At, Withdrawn: v.WithdrawnAt, Current: v.Number == d.Number,
		}
		if v.By != nil {
			by := response.Person(ctx, v.By)
			shown.By = &by
		}
		if v.Number > 0 && v.WithdrawnAt.IsZero() {
			shown.URL = filePath(f.item, v.Number, v.Name)
			if amends && readable > 1 {
				shown.Withdraw = f.item.Path() + models.VersionPath(v.Number) + "/withdraw"
			}
		}
		page.Versions = append(page.Versions, shown)
	}
	return nil
}

func (p *Pages) showUses(c *gin.Context, f *found, page *web.DocumentPage) error {
	v, ctx := request.VisitorOf(c), c.Request.Context()
	uses, own, err := p.Site.Uses(ctx, f.item.ID, v.Actor, namedUses)
	if err != nil {
		return err
	}
	for _, u := range uses {
		page.Uses = append(page.Uses, web.DocumentUse{Who: response.Person(ctx, u.Who), Line: u.Line})
	}
	if st := f.standing(v); st != nil && f.item.Visibility != models.Held && models.May(*st, models.ToLike, false) == nil {
		page.Use = &web.UseForm{Action: f.item.Path() + "/use"}
		if own != nil {
			page.Use.Mine, page.Use.Line, page.Use.Shown = true, own.Line, own.Shown
		}
	}
	return nil
}

func (p *Pages) showFolder(c *gin.Context, f *found, d *models.Document, page *web.DocumentPage) error {
	if f.room == nil {
		return nil
	}
	page.Folders = folderCrumbs(c, f.room, nil)
	if d.FolderID == 0 {
		return nil
	}
	all, err := p.Site.Folders(c.Request.Context(), f.room.visitor.Viewer, f.item.CommunityID)
	if err != nil {
		return err
	}
	for _, at := range all {
		if at.ID == d.FolderID {
			page.Folders = folderCrumbs(c, f.room, at.Path)
		}
	}
	return nil
}

// UseDocument notes that somebody used a document, or takes that back.
func (p *Pages) UseDocument(c *gin.Context) error {
	v, err := p.acting(c, request.ToReact)
	if err != nil {
		return err
	}
	f, err := p.document(c)
	if err != nil {
		return err
	}
	form, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	used := !form.Is("do", "unused")
	if err := p.Site.UseDocument(c.Request.Context(), v.Actor, f.item, used, form.Line("line"), form.Is("shown", "yes")); err != nil {
		return err
	}
	done := "document.use_done"
	if !used {
		done = "document.unuse_done"
	}
	return p.Out.Done(c, f.item.Path()+"#used", said(c, done))
}

// document is the document that the path names, if the visitor may see it and it is still there.
func (p *Pages) document(c *gin.Context) (*found, error) {
	f, err := p.item(c)
	if err != nil {
		return nil, err
	}
	if f.item.Kind != models.DocumentKind.Name {
		return nil, request.ErrNothing
	}
	return f, withdrawn(c, f.item)
}
