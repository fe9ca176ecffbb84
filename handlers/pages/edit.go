package pages

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// AskEdit is the page for changing what one wrote.
func (p *Pages) AskEdit(c *gin.Context) error {
	if _, err := signedIn(c); err != nil {
		return err
	}
	f, w, err := p.editing(c)
	if err != nil {
		return err
	}
	w.view.Composer.Title, w.view.Composer.Body, w.view.Composer.Kept = f.item.Title, f.item.Source, kept(attached(f.item))
	if own := pageOf(models.KindNamed(f.item.Kind)).fields; own != nil {
		w.view.Composer.Extra = own.stored(f.item.Detail)
	}
	if err := p.prepare(c, &w); err != nil {
		return err
	}
	return p.Out.OK(c, w.page, web.ComposePage(w.view))
}

func (p *Pages) editing(c *gin.Context) (*found, writing, error) {
	f, err := p.item(c)
	if err != nil {
		return nil, writing{}, err
	}
	v := request.VisitorOf(c)
	if err := withdrawn(c, f.item); err != nil {
		return nil, writing{}, err
	}
	kind := models.KindNamed(f.item.Kind)
	if err := models.May(*f.standing(v), kind.Revise, v.Actor.ID == f.item.AuthorID); err != nil {
		return nil, writing{}, err
	}
	words := pageOf(kind)
	w := writing{kind: kind, room: f.room, item: f.item, page: p.itemPage(c, f, said(c, words.change)), view: web.ComposeView{
		Heading: said(c, words.change),
		Lead:    said(c, words.changeLead), Back: f.item.Path(), BackName: said(c, words.back),
		Composer: web.Composer{
			ID: "edit", Action: f.item.Path() + "/edit", Kind: kind, Label: said(c, words.label),
			Send: said(c, "form.save"), Pictures: !words.plain, Cover: words.cover, Draft: "edit-" + strconv.FormatInt(f.item.ID, 10), Back: f.item.Path(),
			Audience: web.Audience{Seen: web.ByAnyone}, Was: written(f.item),
		},
	}}
	if f.room != nil {
		w.view.Composer.Audience = f.room.audience()
	}
	w.page.NoIndex = true
	return f, w, nil
}

// Edit replaces the words of an item.
func (p *Pages) Edit(c *gin.Context) error {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return err
	}
	f, w, err := p.editing(c)
	if err != nil {
		return err
	}
	kind := models.KindNamed(f.item.Kind)
	l, err := p.letter(c, v, kind, f.item.Detail)
	if err != nil {
		return err
	}
	form, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	began := writtenAt(form.Line("was"))
	if !began.IsZero() {
		w.view.Composer.Was = form.Line("was")
	}
	var in *models.Actor
	if f.room != nil {
		in = f.room.community
	}
	if err := p.takeAttached(c, v, kind, in, l); err != nil {
		return err
	}
	if l.preview || len(l.wrong) > 0 {
		return p.again(c, l, w, nil)
	}
	d := p.draft(c, v, kind, l)
	d.Once, d.Was = "", began
	if same(drafted(l.pictures), drafted(attached(f.item))) {
		d.Pictures = nil // leaves them as they are
	}
	it, err := p.revise(c, f.item, d, l)
	if wrong := response.Fields(err); wrong != nil {
		l.wrong = wrong
		if models.IsClash(err) && w.view.Composer.Was != "" {
			if failed := p.meanwhile(c, f.item, began, &w.view.Composer); failed != nil {
				return failed
			}
		}
		return p.again(c, l, w, err)
	}
	if err != nil {
		return err
	}
	words := said(c, "said.saved")
	if own, tells := pageOf(kind).fields.(telling); tells {
		words = own.done(l.extra, words)
	}
	return p.Out.Done(c, it.Path(), words)
}

func (p *Pages) revise(c *gin.Context, it *models.Item, d models.Draft, l *letter) (*models.Item, error) {
	if own := pageOf(d.Kind).fields; own != nil {
		return own.revise(c.Request.Context(), p.Site, it, d, l.extra)
	}
	return p.Site.Revise(c.Request.Context(), it, d)
}
