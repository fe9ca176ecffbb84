package pages

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// AddDocuments adds one document, or one for each of several files that came at once.
func (p *Pages) AddDocuments(c *gin.Context) error {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return err
	}
	rm, err := p.newRoom(c, models.DocumentKind, "")
	if err != nil {
		return err
	}
	l, err := p.letter(c, v, models.DocumentKind, nil)
	if err != nil {
		return err
	}
	if joins(rm.standing) && !l.preview {
		if _, err := p.Site.Join(c.Request.Context(), v.Actor, rm.community); err != nil {
			return err
		}
	}
	files, err := p.bring(c, v, rm, l.extra.(*web.DocumentFields), l.wrong)
	if err != nil {
		return err
	}
	w, err := p.newItem(c, v, rm, models.DocumentKind)
	if err != nil {
		return err
	}
	if !l.preview {
		checkDocument(l, files)
	}
	if l.preview || len(l.wrong) > 0 {
		return p.again(c, l, w, nil)
	}
	return p.publishFiles(c, v, rm, l, w, files)
}

// checkDocument notes all that is wrong before anything is published: of several files none is added when one cannot be.
func checkDocument(l *letter, files []*models.File) {
	d := *l.detail.(*models.Document)
	if len(files) > 0 {
		d.FileID = files[0].ID
	}
	for field, what := range d.Check(nil, true) {
		if l.wrong[field] == "" {
			l.wrong[field] = what
		}
	}
}

func (p *Pages) publishFiles(c *gin.Context, v *request.Visitor, rm *room, l *letter, w writing, files []*models.File) error {
	var made []*models.Item
	for n, file := range files {
		detail := *l.detail.(*models.Document)
		detail.FileID = file.ID
		d := p.draft(c, v, models.DocumentKind, l)
		d.In, d.Detail = rm.community, &detail
		if d.Title == "" || len(files) > 1 {
			d.Title = models.TitleOfFile(file.Name)
		}
		if n > 0 && d.Once != "" {
			d.Once += "-" + strconv.Itoa(n)
		}
		it, err := p.Site.Publish(c.Request.Context(), d)
		if wrong := response.Fields(err); wrong != nil {
			l.wrong = wrong
			return p.again(c, l, w, err)
		}
		if err != nil {
			return err
		}
		made = append(made, it)
	}
	path := made[0].Path()
	if len(made) > 1 {
		path = rm.path("/library")
		if d, ok := made[0].Detail.(*models.Document); ok && d.FolderID != 0 {
			path = folderPath(rm, d.FolderID)
		}
	}
	return p.Out.Done(c, path, said(c, "library.added", "Count", len(made)))
}

// bring takes in the files of a form. Those that arrived stand in fields, so that nobody has to send them again when
// something else is wrong; what is wrong with them stands in wrong.
func (p *Pages) bring(c *gin.Context, v *request.Visitor, rm *room, fields *web.DocumentFields, wrong web.Errors) ([]*models.File, error) {
	f, err := request.ReadForm(c)
	if err != nil {
		return nil, err
	}
	files, trouble, err := p.takeFiles(c, v, rm.community, f)
	if err != nil {
		return nil, err
	}
	if len(trouble) > 0 {
		wrong["file"] = strings.Join(trouble, " ")
	}
	for _, file := range files {
		fields.Kept = append(fields.Kept, web.KeptFile{
			ID: strconv.FormatInt(file.ID, 10), Name: file.Name, Type: models.TypeWords(file.MediaType, file.Name), Size: models.SizeWords(file.Size),
		})
	}
	return files, nil
}

// AskVersion is the page for a new version of a document.
func (p *Pages) AskVersion(c *gin.Context) error {
	f, err := p.amended(c)
	if err != nil {
		return err
	}
	return p.versionPage(c, f, &web.DocumentFields{}, nil, nil)
}

// amended is the document of this site that the path names, for those who may change it.
func (p *Pages) amended(c *gin.Context) (*found, error) {
	v, err := signedIn(c)
	if err != nil {
		return nil, err
	}
	f, err := p.document(c)
	if err != nil {
		return nil, err
	}
	if !f.item.Here() {
		return nil, request.ErrNothing
	}
	return f, models.May(*f.standing(v), models.ToAmend, v.Actor.ID == f.item.AuthorID)
}

func (p *Pages) versionPage(c *gin.Context, f *found, fields *web.DocumentFields, wrong web.Errors, err error) error {
	page := p.itemPage(c, f, said(c, "document.new_version"))
	page.NoIndex = true
	fields.Upload = f.room.community.Name
	view := web.VersionForm{Action: f.item.Path() + "/versions/new", Back: f.item.Path(), Title: f.item.Title, Fields: *fields, Errors: wrong}
	if len(wrong) > 0 {
		return p.Out.Again(err)(c, page, web.NewVersion(view))
	}
	return p.Out.OK(c, page, web.NewVersion(view))
}

// AddVersion gives a document a new version.
func (p *Pages) AddVersion(c *gin.Context) error {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return err
	}
	f, err := p.amended(c)
	if err != nil {
		return err
	}
	form, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	fields, wrong := &web.DocumentFields{Note: form.Line("note")}, web.Errors{}
	files, err := p.bring(c, v, f.room, fields, wrong)
	if err != nil {
		return err
	}
	if len(files) == 0 && wrong["file"] == "" {
		wrong["file"] = "Choose a file."
	}
	if len(wrong) > 0 {
		return p.versionPage(c, f, fields, wrong, nil)
	}
	_, err = p.Site.AddVersion(c.Request.Context(), v.Actor, f.item, files[len(files)-1].ID, fields.Note)
	if wrong := response.Fields(err); wrong != nil {
		fields.Kept = nil
		return p.versionPage(c, f, fields, wrong, err)
	}
	if err != nil {
		return err
	}
	return p.Out.Done(c, f.item.Path(), said(c, "document.version_added"))
}
