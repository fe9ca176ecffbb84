package pages

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// A letter is what somebody wrote with a composer and sent.
type letter struct {
	title, body string
	in          string // the number of the community, where it was asked
	once        string
	preview     bool // asked how it will look, not sent yet
	pictures    []picture
	coverAlt    string        // typed for a cover that did not arrive
	extra       web.Extra     // what was typed into the fields of the kind's own; nil for a kind that has none
	detail      models.Detail // and what that proposes
	wrong       web.Errors
}

// maxOnce bounds what is kept of a form's own name, in bytes; ours have 26.
const maxOnce = 64

// letter reads what somebody wrote: something new of a kind, or a change of one with the detail old. Pictures that came with
// it are kept at once, so that nobody has to choose them again when something else is wrong; what is wrong with them stands in
// wrong.
func (p *Pages) letter(c *gin.Context, v *request.Visitor, kind *models.Kind, old models.Detail) (*letter, error) {
	f, err := request.ReadForm(c)
	if err != nil {
		return nil, err
	}
	l := &letter{
		title: f.Line("title"), body: f.Text("body"), in: f.Line("in"), once: f.Line("once"),
		preview: f.Is("do", "preview"), wrong: web.Errors{},
	}
	if len(l.once) > maxOnce {
		l.once = ""
	}
	if own := pageOf(kind).fields; own != nil {
		l.extra = own.typed(f)
		l.detail = own.read(l.extra, old, l.wrong)
	}
	l.restWrong(kind, old)
	if pageOf(kind).cover {
		if err := p.readCover(c, v, f, l); err != nil {
			return nil, err
		}
	}
	return l, p.readPictures(c, v, f, l)
}

// restWrong notes what else is wrong in fields of which one is, so that nobody mends a form twice. What the site refuses of
// a form without a mistake of this kind, it says when it is asked to take it.
func (l *letter) restWrong(kind *models.Kind, old models.Detail) {
	if len(l.wrong) == 0 {
		return
	}
	rest := []map[string]string{kind.CheckWords(l.title, l.body)}
	if l.detail != nil {
		rest = append(rest, l.detail.Check(old, true))
	}
	for _, wrong := range rest {
		for field, what := range wrong {
			if l.wrong[field] == "" {
				l.wrong[field] = what
			}
		}
	}
}

// draft makes of a letter what is proposed to the site. People elsewhere whom it names are looked up beforehand.
func (p *Pages) draft(c *gin.Context, v *request.Visitor, kind *models.Kind, l *letter) models.Draft {
	p.Federation.LookUp(c.Request.Context(), l.body)
	return models.Draft{
		Kind: kind, By: v.Actor, Title: l.title, Source: l.body, Detail: l.detail, Pictures: drafted(l.pictures), Language: "en", Once: l.once,
	}
}

// refill puts a letter back into its composer, with what is wrong with it and how it will look.
func (p *Pages) refill(c *gin.Context, l *letter, w *writing) error {
	to := &w.view.Composer
	to.Title, to.Body, to.In, to.Once, to.Errors, to.Kept = l.title, l.body, l.in, l.once, l.wrong, kept(l.pictures)
	to.CoverAlt = l.coverAlt
	if l.extra != nil {
		to.Extra = l.extra
	}
	if !l.preview {
		return nil
	}
	var wiki *models.Actor // whose pages the words may name
	if w.kind == models.WikiPageKind && w.room != nil {
		wiki = w.room.community
	}
	rendered, err := p.Site.PreviewIn(c.Request.Context(), wiki, l.body)
	if err != nil {
		return err
	}
	to.Preview = &web.Preview{Title: l.title, Body: rendered}
	return nil
}

// writing is a page for writing something, with all that it is sent back with.
type writing struct {
	page web.Page
	view web.ComposeView
	kind *models.Kind
	room *room        // nil outside any
	item *models.Item // what is changed; nil for something new
}

// prepare fills in what the form of a kind offers to choose from.
func (p *Pages) prepare(c *gin.Context, w *writing) error {
	if w.kind == nil || w.room == nil || w.view.Composer.Extra == nil {
		return nil
	}
	if own, prepares := pageOf(w.kind).fields.(preparing); prepares {
		return own.prepare(c, p, w.room, w.item, &w.view.Composer)
	}
	return nil
}

// again answers a letter that was not published: with its preview, or with what is wrong; err is why the site refused it.
func (p *Pages) again(c *gin.Context, l *letter, w writing, err error) error {
	if err := p.refill(c, l, &w); err != nil {
		return err
	}
	if err := p.prepare(c, &w); err != nil {
		return err
	}
	if l.preview && w.view.Composer.Suggests && !byHTMX(c) {
		var err error
		if w.view.Composer.Similar, err = p.similar(c, l.title); err != nil {
			return err
		}
	}
	w.page.NoIndex = true
	switch {
	case byHTMX(c) && l.preview:
		return p.Out.Part(c, w.page, web.PreviewBox(*w.view.Composer.Preview))
	case len(l.wrong) > 0:
		return p.Out.Again(err)(c, w.page, web.ComposePage(w.view))
	}
	return p.Out.OK(c, w.page, web.ComposePage(w.view))
}

// AskNew is the page for something new of a kind, in the community of the path or in one to be chosen.
func (p *Pages) AskNew(kind *models.Kind) response.Handler {
	return func(c *gin.Context) error {
		v, err := signedIn(c)
		if err != nil {
			return err
		}
		rm, err := p.newRoom(c, kind, "")
		if err != nil {
			return err
		}
		w, err := p.newItem(c, v, rm, kind)
		if err != nil {
			return err
		}
		w.view.Composer.Once, w.view.Composer.In = request.NewOnce(), c.Query("in")
		if own := pageOf(kind).fields; own != nil {
			if err := own.begin(c, p, rm, &w.view.Composer); err != nil {
				return err
			}
		}
		if err := p.prepare(c, &w); err != nil {
			return err
		}
		return p.Out.OK(c, w.page, web.ComposePage(w.view))
	}
}

// newRoom is the room for something new: that of the path, or the one chosen by its number; nil when none is.
func (p *Pages) newRoom(c *gin.Context, kind *models.Kind, chosen string) (*room, error) {
	if c.Param("name") != "" {
		rm, err := p.room(c)
		if err != nil {
			return nil, err
		}
		return rm, response.MayCreate(kind, rm.standing)
	}
	if chosen == "" {
		return nil, nil
	}
	community, err := p.numbered(c, chosen)
	if err != nil || community.Kind != models.Group {
		return nil, request.ErrNothing
	}
	return p.enter(c, community)
}

func (p *Pages) newItem(c *gin.Context, v *request.Visitor, rm *room, kind *models.Kind) (writing, error) {
	words := pageOf(kind)
	w := writing{kind: kind, room: rm, view: web.ComposeView{
		Heading: said(c, words.heading), Back: "/", BackName: said(c, "form.back"),
		Composer: web.Composer{
			ID: string(kind.Name), Action: c.Request.URL.Path, Kind: kind, Label: said(c, words.label),
			Send: said(c, words.send), Pictures: !words.plain, Draft: string(kind.Name) + c.Param("name"), Suggests: kind.Thread && !words.plain,
		},
	}}
	w.view.Composer.Back = w.view.Back
	if c.Param("name") != "" {
		w.page = p.page(c, rm, "new", w.view.Heading)
		w.view.Back, w.view.BackName = rm.path(words.room), rm.community.Display()
		w.view.Composer.Back, w.view.Composer.Audience = w.view.Back, rm.audience()
		if joins(rm.standing) {
			w.view.Composer.Send = said(c, words.joining)
		}
		return w, nil
	}
	w.page = p.Out.Page(c, w.view.Heading)
	mine, err := p.Site.Memberships(c.Request.Context(), v.Actor.ID)
	if err != nil {
		return w, err
	}
	for _, a := range mine {
		w.view.Composer.Places = append(w.view.Composer.Places, web.Choice{
			Value: strconv.FormatInt(a.ID, 10), Label: a.Display(),
			Hint: response.Audience(a, 0).Sentence(c.Request.Context()),
		})
	}
	return w, nil
}

// joins tells whether publishing makes somebody a member first.
func joins(st models.Standing) bool {
	return st.Here && !st.Away && !st.Role.AtLeast(models.Member) && response.Joined(st).Role == models.Member
}

// New publishes something new of a kind.
func (p *Pages) New(kind *models.Kind) response.Handler {
	return func(c *gin.Context) error {
		v, err := p.acting(c, request.ToPublish)
		if err != nil {
			return err
		}
		l, err := p.letter(c, v, kind, nil)
		if err != nil {
			return err
		}
		rm, err := p.newRoom(c, kind, l.in)
		if err != nil {
			return err
		}
		w, err := p.newItem(c, v, rm, kind)
		if err != nil {
			return err
		}
		if rm == nil && !l.preview {
			l.wrong["in"] = said(c, "said.choose_place")
			l.restWrong(kind, nil)
		}
		if l.preview || len(l.wrong) > 0 {
			return p.again(c, l, w, nil)
		}
		return p.publishNew(c, v, rm, kind, l, w)
	}
}

func (p *Pages) publishNew(c *gin.Context, v *request.Visitor, rm *room, kind *models.Kind, l *letter, w writing) error {
	d := p.draft(c, v, kind, l)
	d.In = rm.community
	it, err := p.publishIn(c, rm, d, l)
	if wrong := response.Fields(err); wrong != nil {
		l.wrong = wrong
		return p.again(c, l, w, err)
	}
	if err != nil {
		return err
	}
	return p.Out.Done(c, it.Path(), said(c, pageOf(kind).done))
}

// publishIn publishes a draft, after joining where that is all it needs.
func (p *Pages) publishIn(c *gin.Context, rm *room, d models.Draft, l *letter) (*models.Item, error) {
	ctx := c.Request.Context()
	if rm != nil && joins(rm.standing) {
		if _, err := p.Site.Join(ctx, d.By, rm.community); err != nil {
			return nil, err
		}
	}
	if own := pageOf(d.Kind).fields; own != nil {
		return own.publish(ctx, p.Site, d, l.extra)
	}
	return p.Site.Publish(ctx, d)
}

// replyForm is the composer for an answer to an item.
func (p *Pages) replyForm(c *gin.Context, f *found, to *models.Item, st models.Standing) *web.Composer {
	w := &web.Composer{
		ID: "reply", Action: to.Path() + "/reply", Kind: models.Reply, Label: said(c, "thread.your_reply"), Send: said(c, "item.reply"),
		Pictures: true, Draft: "reply-" + strconv.FormatInt(to.ID, 10), Once: request.NewOnce(), Short: true,
		Audience: web.Audience{Seen: web.ByAnyone},
	}
	if f.room != nil {
		w.Audience = f.room.audience()
		if joins(st) {
			w.Send = said(c, "said.join_and_reply")
		}
	}
	return w
}

// AskReply is the page for an answer to a post or a reply, for who has no script.
func (p *Pages) AskReply(c *gin.Context) error {
	if _, err := signedIn(c); err != nil {
		return err
	}
	_, w, err := p.answering(c)
	if err != nil {
		return err
	}
	return p.Out.OK(c, w.page, web.ComposePage(w.view))
}

// answering is what is answered, and the page for it; Forbidden when the visitor may not.
func (p *Pages) answering(c *gin.Context) (*found, writing, error) {
	f, err := p.item(c)
	if err != nil {
		return nil, writing{}, err
	}
	if err := withdrawn(c, f.item); err != nil {
		return nil, writing{}, err
	}
	st := f.standing(request.VisitorOf(c))
	if st.Locked, err = p.locked(c, f.item); err != nil {
		return nil, writing{}, err
	}
	if err := response.MayReply(*st); err != nil {
		return nil, writing{}, err
	}
	w := writing{page: p.itemPage(c, f, said(c, "thread.your_reply")), view: web.ComposeView{
		Heading: said(c, "thread.your_reply"),
		Back:    f.item.Path(), BackName: said(c, "history.back"), Composer: *p.replyForm(c, f, f.item, *st),
	}}
	w.page.NoIndex = true
	w.view.Composer.Quote, w.view.Composer.Back = response.Quote(c.Request.Context(), f.item), f.item.Path()
	return f, w, nil
}

// locked tells whether the thread of an item takes no more replies.
func (p *Pages) locked(c *gin.Context, it *models.Item) (bool, error) {
	if it.Starts() {
		return !it.LockedAt.IsZero(), nil
	}
	thread, err := p.Site.Item(c.Request.Context(), request.VisitorOf(c).Viewer, it.ThreadID)
	if err != nil {
		return false, err
	}
	return !thread.LockedAt.IsZero(), nil
}

// Answer publishes a reply.
func (p *Pages) Answer(c *gin.Context) error {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return err
	}
	f, w, err := p.answering(c)
	if err != nil {
		return err
	}
	l, err := p.letter(c, v, models.Reply, nil)
	if err != nil {
		return err
	}
	if l.preview || len(l.wrong) > 0 {
		return p.again(c, l, w, nil)
	}
	d := p.draft(c, v, models.Reply, l)
	d.InReplyTo = f.item
	if f.room != nil {
		d.In = f.room.community
	}
	it, err := p.publishIn(c, f.room, d, l)
	if wrong := response.Fields(err); wrong != nil {
		l.wrong = wrong
		return p.again(c, l, w, err)
	}
	if err != nil {
		return err
	}
	thread, page, err := p.Site.PageOf(c.Request.Context(), v.Viewer, it)
	if err != nil {
		return err
	}
	return p.Out.Done(c, placeOf(thread, page, it), said(c, "said.replied"))
}
