package pages

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/text"
	"github.com/folkmoot/folkmoot/web"
)

// takingPart is how many people a thread names beside it.
const takingPart = 12

// found is an item with the room that it is in, nil for those outside any.
type found struct {
	item *models.Item
	room *room
}

// item is the item that the path names, if the visitor may see it.
func (p *Pages) item(c *gin.Context) (*found, error) {
	id, err := request.ID(c)
	if err != nil {
		return nil, err
	}
	it, err := p.Site.Item(c.Request.Context(), request.VisitorOf(c).Viewer, id)
	if err != nil {
		return nil, err
	}
	return p.around(c, it)
}

func (p *Pages) around(c *gin.Context, it *models.Item) (*found, error) {
	f := &found{item: it}
	if it.CommunityID == 0 {
		return f, nil
	}
	community, err := p.Site.Actor(c.Request.Context(), it.CommunityID)
	if err != nil {
		return nil, err
	}
	f.room, err = p.enter(c, community)
	return f, err
}

// withdrawn refuses what would be done with the words of an item that are no longer to be read.
func withdrawn(c *gin.Context, it *models.Item) error {
	switch {
	case !it.DeletedAt.IsZero():
		return &models.Error{Code: models.Gone, Message: said(c, "said.item_deleted")}
	case !it.RemovedAt.IsZero():
		return &models.Error{Code: models.Gone, Message: said(c, "said.item_removed")}
	}
	return nil
}

// standing is what somebody who is signed in may do with an item: what they are in its community, or, outside any, what
// everybody is.
func (f *found) standing(v *request.Visitor) *models.Standing {
	if !v.SignedIn() {
		return nil
	}
	st := models.Standing{Here: true, Admin: v.Admin, Role: models.Member, Public: true, Open: true}
	if f.room != nil {
		st = f.room.standing
	}
	st = st.With(f.item)
	return &st
}

// page begins a page about an item.
func (p *Pages) itemPage(c *gin.Context, f *found, title string) web.Page {
	if f.room == nil {
		page := p.Out.Page(c, title)
		page.NoIndex = !f.item.Here()
		return page
	}
	page := p.page(c, f.room, strings.TrimPrefix(pageOf(models.KindNamed(f.item.Kind)).room, "/"), title)
	page.Band.Small = true
	return page
}

// Thread is a discussion: the post that starts it, and its replies page by page.
func (p *Pages) Thread(c *gin.Context) error {
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	f, err := p.item(c)
	if err != nil {
		return err
	}
	if !f.item.Starts() {
		return p.Out.Redirect(c, f.item.Path())
	}
	return p.thread(c, f, n)
}

func (p *Pages) thread(c *gin.Context, f *found, n int) error {
	view, err := p.threadView(c, f, n)
	if err != nil {
		return err
	}
	page := p.itemPage(c, f, f.item.Title)
	page.Description = f.item.Lead(200)
	status := http.StatusOK
	if f.item.Withdrawn() {
		status, page.NoIndex, page.Title = http.StatusGone, true, said(c, "thread.gone_title")
	} else if !page.NoIndex {
		page.Canonical = f.item.URI
		page.Alternates = []web.Alternate{{Type: "application/activity+json", URL: f.item.URI}}
	}
	return p.Out.HTML(c, status, page, web.Thread(view))
}

// threadView is a page of what people say about something, and that itself.
func (p *Pages) threadView(c *gin.Context, f *found, n int) (view web.ThreadView, err error) {
	ctx, v := c.Request.Context(), request.VisitorOf(c)
	list, err := p.Site.Replies(ctx, v.Viewer, f.item.ID, n)
	if err != nil {
		return view, err
	}
	if n > list.Last() {
		return view, request.ErrNothing
	}
	show, err := p.showThread(c, f, list.Items)
	if err != nil {
		return view, err
	}
	view = web.ThreadView{
		Post: show.Item(f.item), Replies: show.Items(list.Items), Count: list.Total,
		Pages: response.Leaf(list, f.item.Path(), ""),
	}
	if own := pageOf(models.KindNamed(f.item.Kind)).fields; own != nil && !f.item.Withdrawn() {
		if err := own.show(c, p, f, &view); err != nil {
			return view, err
		}
	}
	view.People = people(view)
	p.end(c, f, v, &view)
	return view, nil
}

func (p *Pages) showThread(c *gin.Context, f *found, replies []*models.Item) (*response.Shown, error) {
	ctx, v := c.Request.Context(), request.VisitorOf(c)
	parts := map[int64]string{}
	if f.room != nil {
		keepers, err := p.Site.Keepers(ctx, f.room.community.ID)
		if err != nil {
			return nil, err
		}
		for _, k := range keepers {
			parts[k.ActorID] = part(c, k.Role)
		}
	}
	st := f.standing(v)
	if st != nil {
		st.Locked = !f.item.LockedAt.IsZero()
	}
	return p.Out.ShowThread(ctx, v, append([]*models.Item{f.item}, replies...), st, parts)
}

// people are those who speak on this page of a thread, each once.
func people(view web.ThreadView) (all []web.Person) {
	seen := map[string]bool{"": true}
	for _, it := range append([]web.Item{view.Post}, view.Replies...) {
		if who := it.Author; !seen[who.URL] && len(all) < takingPart {
			seen[who.URL] = true
			all = append(all, who)
		}
	}
	return all
}

// end is what stands below a thread: the composer, or why there is none; and who can see all this.
func (p *Pages) end(c *gin.Context, f *found, v *request.Visitor, view *web.ThreadView) {
	view.Audience = web.Audience{Seen: web.ByAnyone}
	if f.room != nil {
		view.Audience = f.room.audience()
	}
	if f.room != nil && !f.item.Withdrawn() && f.item.Kind != models.WikiPageKind.Name {
		if write, _ := p.mayWrite(c, f.room); write != "" {
			view.ToPage = write + "?from=" + strconv.FormatInt(f.item.ID, 10)
		}
	}
	if f.item.Visibility == models.Public && !f.item.Withdrawn() {
		view.Elsewhere = f.item.URI
	}
	switch st := f.standing(v); {
	case f.item.Withdrawn():
	case st == nil && !f.item.LockedAt.IsZero():
		view.Why = said(c, "said.locked")
	case st == nil:
		view.Why, view.SignIn = said(c, "said.sign_in_to_reply"), signInTo(f.item.Path())
	default:
		st.Locked = !f.item.LockedAt.IsZero()
		if err := response.MayReply(*st); err != nil {
			view.Why = err.Error()
			return
		}
		if st.Locked {
			view.Why = said(c, "said.locked_not_for_you")
		}
		view.Composer = p.replyForm(c, f, f.item, *st)
	}
}

// Reply is the page of one reply: its place in its thread.
func (p *Pages) Reply(c *gin.Context) error {
	f, err := p.item(c)
	if err != nil {
		return err
	}
	if f.item.Starts() {
		return p.Out.Redirect(c, f.item.Path())
	}
	thread, page, err := p.Site.PageOf(c.Request.Context(), request.VisitorOf(c).Viewer, f.item)
	if err != nil {
		return err
	}
	return p.Out.Redirect(c, placeOf(thread, page, f.item))
}

// placeOf is the address of a reply in its thread.
func placeOf(thread *models.Item, page int, reply *models.Item) string {
	path := thread.Path()
	if page > 1 {
		path += "/page/" + strconv.Itoa(page)
	}
	return fmt.Sprintf("%s#r%d", path, reply.ID)
}

// History shows what an item said before it was changed.
func (p *Pages) History(c *gin.Context) error {
	f, err := p.item(c)
	if err != nil {
		return err
	}
	if err := withdrawn(c, f.item); err != nil {
		return err
	}
	earlier, err := p.Site.History(c.Request.Context(), f.item.ID)
	if err != nil {
		return err
	}
	page := p.itemPage(c, f, said(c, "history.title"))
	page.NoIndex = true
	title := f.item.Title
	if title == "" {
		title = f.item.Lead(80)
	}
	return p.Out.OK(c, page, web.History(web.HistoryView{Title: title, Back: f.item.Path(), Versions: versions(c, f.item, earlier)}))
}

// wording is one state of an item's words.
type wording struct{ title, words string }

// versions are the states of an item, newest first, each against the one before. A revision holds what was replaced, so
// who made a state, and when, stands in the revision of the state before it.
func versions(c *gin.Context, it *models.Item, earlier []*models.Revision) []web.Version {
	states := []wording{{it.Title, words(it.Source, it.Content)}}
	for _, r := range earlier {
		states = append(states, wording{r.Title, words(r.Source, text.Clean(r.Content))})
	}
	all := make([]web.Version, len(states))
	for n := range states {
		v := web.Version{Current: n == 0, At: it.PublishedAt, By: response.Person(c.Request.Context(), it.Author).Name}
		if n == len(earlier) {
			v.First, v.Parts = true, []web.DiffPart{{Text: states[n].words}}
		} else {
			v.At, v.By = earlier[n].At, response.Person(c.Request.Context(), earlier[n].By).Name
			v.Parts = diff(states[n+1].words, states[n].words)
			if states[n].title != states[n+1].title {
				v.Title = diff(states[n+1].title, states[n].title)
			}
		}
		all[n] = v
	}
	return all
}

// words are what somebody wrote, or, of what came without its source, what it says.
func words(source string, content text.HTML) string {
	if source != "" {
		return source
	}
	return content.Plain()
}

func diff(before, after string) []web.DiffPart {
	var parts []web.DiffPart
	for _, s := range text.Diff(before, after) {
		parts = append(parts, web.DiffPart{Text: s.Text, Added: s.Change == text.Added, Removed: s.Change == text.Removed})
	}
	return parts
}
