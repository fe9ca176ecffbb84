package pages

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// libraryTags is how many tags a library offers.
const libraryTags = 12

// A shelf is a library as somebody asked for it: which folder, in which order, narrowed by what.
type shelf struct {
	room   *room
	what   models.Library
	path   string // of this page, without its query
	folder *models.Folder
	all    []*models.Folder
}

// shelf reads what the address asks for.
func (p *Pages) shelf(c *gin.Context, rm *room) (*shelf, error) {
	var err error
	s := &shelf{room: rm, path: rm.path("/library"), what: models.Library{
		CommunityID: rm.community.ID, Tag: c.Query("tag"), Words: wordsOf(c.Query("q")), Overdue: c.Query("show") == "review", Order: models.LibraryOrder(c.Query("sort")),
	}}
	if s.all, err = p.Site.Folders(c.Request.Context(), rm.visitor.Viewer, rm.community.ID); err != nil {
		return nil, err
	}
	if c.Param("id") == "" {
		return s, nil
	}
	id, err := request.ID(c)
	if err != nil {
		return nil, err
	}
	n := slices.IndexFunc(s.all, func(f *models.Folder) bool { return f.ID == id })
	if n < 0 {
		return nil, request.ErrNothing
	}
	s.folder, s.what.FolderID, s.path = s.all[n], id, folderPath(rm, id)
	return s, nil
}

func folderPath(rm *room, id int64) string {
	return rm.path("/library/folder/" + strconv.FormatInt(id, 10))
}

// Library lists the documents of a community, or of one folder. For visitors it is kept as a community's front room is, but
// for what they look for themselves.
func (p *Pages) Library(c *gin.Context) error {
	n, err := request.Page(c)
	if err != nil {
		return err
	}
	rm, err := p.room(c)
	if err != nil {
		return err
	}
	if rm.visitor.SignedIn() || !rm.standing.Public || c.Request.URL.RawQuery != "" {
		page, view, err := p.libraryPage(c, rm, n)
		if err != nil {
			return err
		}
		return p.Out.OK(c, page, web.Library(view))
	}
	key := c.Request.URL.Path + " " + web.Language(c.GetHeader("Accept-Language"))
	kept, err := p.fronts.Get(key, func() (*response.Kept, error) {
		page, view, err := p.libraryPage(c, rm, n)
		if err != nil {
			return nil, err
		}
		return p.Out.Keep(c, page, web.Library(view))
	})
	if err != nil {
		return err
	}
	p.Out.SendKept(c, kept)
	return nil
}

// libraryPage is the nth page of a library as one visitor sees it.
func (p *Pages) libraryPage(c *gin.Context, rm *room, n int) (page web.Page, view web.LibraryView, err error) {
	s, err := p.shelf(c, rm)
	if err != nil {
		return page, view, err
	}
	list, err := p.Site.Library(c.Request.Context(), rm.visitor.Viewer, s.what, n)
	if err != nil {
		return page, view, err
	}
	if n > list.Last() {
		return page, view, request.ErrNothing
	}
	view = web.LibraryView{Action: s.path, Words: c.Query("q"), Total: list.Total, Pages: response.Leaf(list, s.path, s.query("", "")), Kept: s.kept()}
	for _, it := range list.Items {
		if d := response.Document(it, p.Site.DB().Now()); d != nil {
			d.Folder = s.folderOf(it)
			view.Rows = append(view.Rows, *d)
		}
	}
	if err := p.furnish(c, s, &view); err != nil {
		return page, view, err
	}
	title := said(c, "library.title")
	if s.folder != nil {
		title = s.folder.Name
	}
	page = p.page(c, rm, tabLibrary, title)
	page.NoIndex = page.NoIndex || c.Request.URL.RawQuery != ""
	return page, view, nil
}

// folderOf is the folder of a document, where the page is not that of the folder itself.
func (s *shelf) folderOf(it *models.Item) *web.FolderLink {
	d, ok := it.Detail.(*models.Document)
	if !ok || d.FolderID == 0 || s.folder != nil && d.FolderID == s.folder.ID {
		return nil
	}
	for _, f := range s.all {
		if f.ID == d.FolderID {
			return &web.FolderLink{Name: f.Name, URL: folderPath(s.room, f.ID)}
		}
	}
	return nil
}

// query is the query of this page with one field changed.
func (s *shelf) query(name, value string) string {
	q := url.Values{}
	for key, now := range s.kept() {
		q.Set(key, now)
	}
	if words := strings.Join(s.what.Words, " "); words != "" {
		q.Set("q", words)
	}
	if name != "" {
		if q.Del(name); value != "" {
			q.Set(name, value)
		}
	}
	return q.Encode()
}

// kept are the fields of the query besides the words that are looked for.
func (s *shelf) kept() map[string]string {
	all := map[string]string{}
	if s.what.Order != "" && s.what.Order != models.ByNewest {
		all["sort"] = string(s.what.Order)
	}
	if s.what.Tag != "" {
		all["tag"] = s.what.Tag
	}
	if s.what.Overdue {
		all["show"] = "review"
	}
	return all
}

func (s *shelf) link(name, value string) string {
	if q := s.query(name, value); q != "" {
		return s.path + "?" + q
	}
	return s.path
}

// furnish adds what stands around the list: folders, orders, filters, tags, and what one may do.
func (p *Pages) furnish(c *gin.Context, s *shelf, view *web.LibraryView) error {
	for _, f := range s.all {
		if s.folder == nil && f.ParentID == 0 || s.folder != nil && f.ParentID == s.folder.ID {
			view.Folders = append(view.Folders, web.FolderLink{Name: f.Name, URL: folderPath(s.room, f.ID), Count: f.Held})
		}
	}
	if s.folder != nil {
		view.Title = s.folder.Name
		view.Crumbs = folderCrumbs(c, s.room, s.folder.Path[:len(s.folder.Path)-1])
		if s.room.keeps() && s.room.community.Here() {
			view.Rename = s.path + "/edit"
		}
	}
	if s.room.adds() {
		if view.Add = s.room.path("/library/new"); s.folder != nil {
			view.Add += "?folder=" + strconv.FormatInt(s.folder.ID, 10)
		}
	} else if s.room.visitor.SignedIn() && s.room.community.Here() {
		view.WhyNot = models.May(response.Joined(s.room.standing), models.ToAdd, true).Error()
	}
	narrowed := s.what.Tag != "" || s.what.Overdue || len(s.what.Words) > 0
	if narrowed {
		view.All = s.path
	}
	view.Empty = p.emptyLibrary(c, s, narrowed)
	if len(view.Rows) == 0 && !narrowed {
		return nil
	}
	for _, o := range []struct {
		order models.LibraryOrder
		key   string
	}{{models.ByNewest, "library.by_newest"}, {models.ByTitle, "library.by_title"}, {models.ByUse, "library.by_use"}} {
		active := o.order == s.what.Order || o.order == models.ByNewest && s.what.Order != models.ByTitle && s.what.Order != models.ByUse
		value := string(o.order)
		if o.order == models.ByNewest {
			value = ""
		}
		view.Orders = append(view.Orders, web.Tab{Name: said(c, o.key), URL: s.link("sort", value), Active: active})
	}
	return p.narrowings(c, s, view)
}

// narrowings offers what the list can be narrowed by.
func (p *Pages) narrowings(c *gin.Context, s *shelf, view *web.LibraryView) error {
	if s.what.Overdue || slices.ContainsFunc(view.Rows, func(d web.Document) bool { return d.Due }) {
		view.Filters = []web.Tab{
			{Name: said(c, "library.all"), URL: s.link("show", ""), Active: !s.what.Overdue},
			{Name: said(c, "library.due"), URL: s.link("show", "review"), Active: s.what.Overdue},
		}
	}
	tags, err := p.Site.LibraryTags(c.Request.Context(), s.room.visitor.Viewer, s.room.community.ID, libraryTags)
	if err != nil {
		return err
	}
	for _, t := range tags {
		link, active := s.link("tag", t.Tag), t.Tag == s.what.Tag
		if active {
			link = s.link("tag", "")
		}
		view.Tags = append(view.Tags, web.Tab{Name: "#" + t.Tag, URL: link, Active: active, Count: t.Count})
	}
	return nil
}

func (p *Pages) emptyLibrary(c *gin.Context, s *shelf, narrowed bool) web.Empty {
	e := web.Empty{Drawing: "shelf", Title: said(c, "library.empty_title"), Text: said(c, "library.empty_text")}
	switch {
	case narrowed:
		e.Title, e.Text = said(c, "library.empty_found_title"), said(c, "library.empty_found_text")
		e.Act = &web.ActButton{Label: said(c, "library.show_all"), URL: s.path, Style: "secondary", Link: true}
	case s.room.adds():
		e.Text = said(c, "library.empty_add_text")
	}
	return e
}

// adds tells whether the visitor may add to the library, if need be by joining first.
func (rm *room) adds() bool {
	return rm.visitor.SignedIn() && rm.community.Here() && response.MayCreate(models.DocumentKind, rm.standing) == nil
}

// folderCrumbs is the way to a folder: the library, and the folders around it.
func folderCrumbs(c *gin.Context, rm *room, path []*models.Folder) []web.FolderLink {
	all := []web.FolderLink{{Name: said(c, "library.title"), URL: rm.path("/library")}}
	for _, f := range path {
		all = append(all, web.FolderLink{Name: f.Name, URL: folderPath(rm, f.ID)})
	}
	return all
}

// AskFolder is the page for changing a folder.
func (p *Pages) AskFolder(c *gin.Context) error {
	s, err := p.keptFolder(c)
	if err != nil {
		return err
	}
	return p.folderPage(c, s, s.folder.Name, nil)
}

func (p *Pages) keptFolder(c *gin.Context) (*shelf, error) {
	if _, err := signedIn(c); err != nil {
		return nil, err
	}
	rm, err := p.room(c)
	if err != nil {
		return nil, err
	}
	s, err := p.shelf(c, rm)
	if err != nil {
		return nil, err
	}
	return s, models.May(s.room.standing, models.ToModerate, false)
}

func (p *Pages) folderPage(c *gin.Context, s *shelf, name string, err error) error {
	page := p.page(c, s.room, "folder", s.folder.Name)
	page.NoIndex = true
	view := web.FolderForm{Action: s.path + "/edit", Back: s.path, Name: name, Errors: response.Fields(err)}
	if err != nil {
		return p.Out.Again(err)(c, page, web.FolderPage(view))
	}
	return p.Out.OK(c, page, web.FolderPage(view))
}

// SetFolder renames a folder, or takes it away.
func (p *Pages) SetFolder(c *gin.Context) error {
	v, err := p.acting(c, request.ToReact)
	if err != nil {
		return err
	}
	s, err := p.keptFolder(c)
	if err != nil {
		return err
	}
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if f.Is("do", "remove") {
		if err := p.Site.RemoveFolder(ctx, v.Actor, s.folder.ID); err != nil {
			return err
		}
		back := s.room.path("/library")
		if s.folder.ParentID != 0 {
			back = folderPath(s.room, s.folder.ParentID)
		}
		return p.Out.Done(c, back, said(c, "library.folder_removed"))
	}
	err = p.Site.RenameFolder(ctx, v.Actor, s.folder.ID, f.Line("name"))
	if response.Fields(err) != nil {
		return p.folderPage(c, s, f.Line("name"), err)
	}
	if err != nil {
		return err
	}
	return p.Out.Done(c, s.path, said(c, "library.folder_saved"))
}
