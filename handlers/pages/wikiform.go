package pages

import (
	"context"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// wikiFields are the fields of a wiki page.
type wikiFields struct{}

// begin starts a page with the title that a link to it has, below the page from which one came, or with what was said in a
// discussion.
func (wikiFields) begin(c *gin.Context, p *Pages, rm *room, to *web.Composer) error {
	to.Title = strings.TrimSpace(c.Query("title"))
	to.Extra = &web.WikiFields{Parent: c.Query("parent")}
	id, err := strconv.ParseInt(c.Query("from"), 10, 64)
	if err != nil {
		return nil
	}
	return p.beginFrom(c, rm, id, to)
}

func (wikiFields) typed(f *request.Form) web.Extra {
	base, _ := strconv.Atoi(f.Line("base")) // 0 for a new page
	return &web.WikiFields{Base: max(0, base), Note: f.Line("note"), Parent: f.Line("parent"), ReviewOn: f.Line("review")}
}

func (wikiFields) stored(d models.Detail) web.Extra {
	p, ok := d.(*models.WikiPage)
	if !ok {
		return &web.WikiFields{}
	}
	f := &web.WikiFields{Base: p.Number, ReviewOn: p.ReviewOn}
	if p.ParentID != 0 {
		f.Parent = strconv.FormatInt(p.ParentID, 10)
	}
	return f
}

func (wikiFields) read(typed web.Extra, _ models.Detail, _ web.Errors) models.Detail {
	f := typed.(*web.WikiFields)
	parent, _ := strconv.ParseInt(f.Parent, 10, 64) // 0: at the top
	return &models.WikiPage{ParentID: parent, ReviewOn: f.ReviewOn}
}

func (wikiFields) publish(ctx context.Context, s *models.Site, d models.Draft, typed web.Extra) (*models.Item, error) {
	return s.WritePage(ctx, d, typed.(*web.WikiFields).Note)
}

func (wikiFields) revise(ctx context.Context, s *models.Site, it *models.Item, d models.Draft, typed web.Extra) (*models.Item, error) {
	f := typed.(*web.WikiFields)
	done, err := s.EditPage(ctx, it, d, f.Base, f.Note)
	if models.IsClash(err) {
		if failed := clash(ctx, s, it, f); failed != nil {
			return nil, failed
		}
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	switch {
	case done.Offer != nil:
		f.Done = web.T(ctx, "wiki.offered", "Site", it.Host)
	case done.Same:
		f.Done = web.T(ctx, "wiki.saved_same")
	case done.With != nil:
		f.Done = web.T(ctx, "wiki.saved_merged", "Name", response.Person(ctx, done.With.By).Name)
	}
	return done.Item, nil
}

// clash puts beside what somebody wrote the page as it is now, from which they go on.
func clash(ctx context.Context, s *models.Site, it *models.Item, f *web.WikiFields) error {
	now, err := s.CurrentRevision(ctx, it.ID)
	if err != nil {
		return err
	}
	base, err := s.Revision(ctx, it.ID, f.Base)
	if models.IsRefusal(err) {
		base, err = &models.WikiRevision{}, nil
	}
	if err != nil {
		return err
	}
	f.Base = now.Number
	f.Clash = &web.Clash{By: response.Person(ctx, now.By), At: now.At, Title: now.Title, Words: now.Source, Parts: diff(base.Source, now.Source)}
	return nil
}

func (wikiFields) show(*gin.Context, *Pages, *found, *web.ThreadView) error { return nil }

// done says what became of an edit.
func (wikiFields) done(typed web.Extra, otherwise string) string {
	if f := typed.(*web.WikiFields); f.Done != "" {
		return f.Done
	}
	return otherwise
}

// prepare fills in what the form offers to choose from, and, for a page that is changed, its words of one piece.
func (wikiFields) prepare(c *gin.Context, p *Pages, rm *room, it *models.Item, to *web.Composer) error {
	f := to.Extra.(*web.WikiFields)
	ctx := c.Request.Context()
	to.Tall = true
	lines, err := p.Site.Wiki(ctx, request.VisitorOf(c).Viewer, rm.community.ID)
	if err != nil {
		return err
	}
	for _, l := range lines {
		if it == nil || l.ID != it.ID {
			f.Parents = append(f.Parents, web.Choice{Value: strconv.FormatInt(l.ID, 10), Label: strings.Repeat("– ", l.Depth) + l.Title})
		}
	}
	if it == nil {
		return nil
	}
	if !it.Here() {
		f.Site, to.Pictures = it.Host, false
	}
	if c.Request.Method == "POST" {
		return nil
	}
	now, err := p.Site.CurrentRevision(ctx, it.ID)
	if err != nil {
		return err
	}
	f.Base, to.Title, to.Body = now.Number, now.Title, now.Source
	return p.tryAgain(c, it, now, to)
}

// tryAgain puts an edit that did not fit into the form, beside the page as it is.
func (p *Pages) tryAgain(c *gin.Context, it *models.Item, now *models.WikiRevision, to *web.Composer) error {
	id, err := strconv.ParseInt(c.Query("offer"), 10, 64)
	if err != nil {
		return nil
	}
	o, err := p.Site.Offer(c.Request.Context(), it.ID, id)
	if err != nil || o.ByID != request.VisitorOf(c).Actor.ID {
		return request.Hidden(err)
	}
	f := to.Extra.(*web.WikiFields)
	to.Title, to.Body, f.Note = o.Title, o.Source, o.Note
	before := ""
	if base, err := p.Site.Revision(c.Request.Context(), it.ID, o.Base); err == nil {
		before = base.Source
	} else if !models.IsRefusal(err) {
		return err
	}
	if before != now.Source {
		f.Clash = &web.Clash{By: p.editor(c, now), At: now.At, Title: now.Title, Words: now.Source, Parts: diff(before, now.Source)}
	}
	return nil
}

// quotedReplies is how many replies of a discussion a page begins with at the most.
const quotedReplies = 50

// beginFrom makes the beginning of a page of a discussion: what was said, as quotes, with the names of those who said it and
// the way back to their words.
func (p *Pages) beginFrom(c *gin.Context, rm *room, id int64, to *web.Composer) error {
	ctx, v := c.Request.Context(), rm.visitor.Viewer
	thread, err := p.Site.Item(ctx, v, id)
	if err != nil {
		return err
	}
	if !thread.Starts() || thread.Withdrawn() || thread.CommunityID != rm.community.ID {
		return request.ErrNothing
	}
	var all []*models.Item
	for n := 1; len(all) < quotedReplies; n++ {
		list, err := p.Site.Replies(ctx, v, id, n)
		if err != nil {
			return err
		}
		all = append(all, list.Items...)
		if n >= list.Last() {
			break
		}
	}
	all = append([]*models.Item{thread}, all[:min(len(all), quotedReplies)]...)
	var names, parts []string
	for _, it := range all {
		if it.Withdrawn() {
			continue
		}
		who := response.Person(ctx, it.Author)
		if !contains(names, who.Name) {
			names = append(names, who.Name)
		}
		if said := strings.TrimSpace(words(it.Source, it.Content)); said != "" {
			credit := web.T(ctx, "wiki.said_by", "Name", plainWords(who.Name), "Who", p.Site.Base()+who.URL, "Day", web.SpokenDay(ctx, it.PublishedAt), "URL", p.Site.Base()+it.Path())
			parts = append(parts, "> "+strings.ReplaceAll(said, "\n", "\n> ")+"\n>\n> — "+credit)
		}
	}
	to.Title = thread.Title
	head := web.T(ctx, "wiki.from_thread", "Title", plainWords(thread.Title), "URL", p.Site.Base()+thread.Path(), "Names", strings.Join(names, ", "))
	to.Body = head + "\n\n" + strings.Join(parts, "\n\n") + "\n"
	return nil
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

// plainWords keeps what stands in the words of a link from ending it.
func plainWords(s string) string { return strings.NewReplacer("[", "(", "]", ")", "\\", "").Replace(s) }
