package response

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/web"
)

// leadRunes is how much of a post a list shows.
const leadRunes = 280

// Person is somebody as bylines show them. nil is somebody whom we no longer know.
func Person(ctx context.Context, a *models.Actor) web.Person {
	if a == nil || !a.GoneAt.IsZero() {
		return web.Person{Name: web.T(ctx, "said.gone_person")}
	}
	p := web.Person{Name: a.Display(), URL: a.Path(), Picture: picture(a.IconMediaID), Site: a.Host}
	if a.Profile != nil {
		p.Role, p.Organisation = a.Profile.Role, a.Profile.Organisation
	}
	return p
}

// Card is somebody in a directory.
func Card(ctx context.Context, a *models.Actor) web.PersonCard {
	card := web.PersonCard{Person: Person(ctx, a)}
	if a != nil && a.Profile != nil {
		card.Place, card.AskAbout = a.Profile.Place, Subjects(a.Profile.AskAbout)
	}
	return card
}

// Subjects are the parts of a list with commas.
func Subjects(list string) (parts []string) {
	for _, s := range strings.Split(list, ",") {
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	return parts
}

// Link names a community.
func Link(a *models.Actor) *web.CommunityLink {
	if a == nil {
		return nil
	}
	return &web.CommunityLink{Name: a.Display(), URL: a.Path(), Mark: picture(a.IconMediaID), Site: a.Host}
}

// Mark is the address of an actor's picture, "" when one is drawn for it.
func Mark(a *models.Actor) string { return picture(a.IconMediaID) }

// Audience is who can see a community and what is in it. sites is how many other sites take part, where that is known.
func Audience(community *models.Actor, sites int) web.Audience {
	if community == nil || community.Group == nil {
		return web.Audience{Seen: web.ByAnyone}
	}
	return web.Audience{Seen: web.Seen(community.Group.Visibility), Sites: sites, Community: community.Display(), Remote: community.Host}
}

// Shown says how items are shown to one reader: which they like, and what they may do.
type Shown struct {
	ctx     context.Context
	now     time.Time
	visitor *request.Visitor
	liked   map[int64]bool
	threads map[int64]string // titles, for replies that are shown away from their thread
	inside  bool             // within the community's own pages, so that it is not named
	full    bool             // with all words, as in a thread
	parts   map[int64]string // what people are in the community
	may     *models.Standing // what the reader is in the community; nil: only what everybody signed in may do
}

// Show prepares to show a list of items to somebody, a few words of each.
func (r *Responder) Show(ctx context.Context, v *request.Visitor, items []*models.Item) (*Shown, error) {
	s, err := r.show(ctx, v, items)
	if err != nil {
		return nil, err
	}
	s.threads, err = r.site.Threads(ctx, v.Viewer, items)
	return s, err
}

// ShowThread prepares to show a thread, with all words, and with all that st lets the reader do; nil is somebody who is not
// signed in. parts names those who look after the community.
func (r *Responder) ShowThread(ctx context.Context, v *request.Visitor, items []*models.Item, st *models.Standing, parts map[int64]string) (*Shown, error) {
	s, err := r.show(ctx, v, items)
	if err != nil {
		return nil, err
	}
	s.inside, s.full, s.may, s.parts = true, true, st, parts
	return s, nil
}

func (r *Responder) show(ctx context.Context, v *request.Visitor, items []*models.Item) (*Shown, error) {
	s := &Shown{ctx: ctx, now: r.site.DB().Now(), visitor: v}
	if !v.SignedIn() {
		return s, nil
	}
	var err error
	s.liked, err = r.site.Liked(ctx, v.Actor.ID, items)
	return s, err
}

// Inside leaves out the name of the community, on its own pages, and offers only what st lets the reader do there.
func (s *Shown) Inside(st models.Standing) *Shown { s.inside, s.may = true, &st; return s }

// Items shows a list.
func (s *Shown) Items(items []*models.Item) []web.Item {
	all := make([]web.Item, len(items))
	for n, it := range items {
		all[n] = s.Item(it)
	}
	return all
}

// Item shows one item.
func (s *Shown) Item(it *models.Item) web.Item {
	v := web.Item{ID: strconv.FormatInt(it.ID, 10), At: it.PublishedAt, Gone: gone(s.ctx, it)}
	if v.Gone != "" {
		v.URL, v.Title = it.Path(), ""
		return v
	}
	v.URL, v.Title, v.EditedAt = it.Path(), it.Title, it.EditedAt
	v.Author = Person(s.ctx, it.Author)
	v.Author.Part = s.parts[it.AuthorID]
	v.Replies, v.Likes, v.Liked = it.ReplyCount, it.LikeCount, s.liked[it.ID]
	v.Pinned, v.Locked = !it.PinnedAt.IsZero(), !it.LockedAt.IsZero()
	v.Pictures, v.Sensitive = pictures(it), it.Sensitive
	v.Detail = detail(it, s.now)
	if !s.inside {
		v.Community = Link(it.Community)
	}
	if !it.Here() {
		v.Origin = it.URL
	}
	v.Can = s.can(it)
	if it.Starts() && it.ReplyCount > 0 && it.ActiveAt.After(it.PublishedAt) {
		v.LastAt = it.ActiveAt
	}
	if s.full {
		v.Body, v.Quote = it.Content, s.quote(it)
		return v
	}
	v.Excerpt = it.Lead(leadRunes)
	if !it.Starts() {
		v.Thread = cmp.Or(s.threads[it.ThreadID], web.T(s.ctx, "said.a_discussion"))
	}
	return v
}

// Quote is what stands above an answer to an item.
func Quote(ctx context.Context, it *models.Item) *web.Quote {
	if it.Withdrawn() {
		return &web.Quote{Name: web.T(ctx, "said.gone_person"), Text: gone(ctx, it)}
	}
	text := it.Lead(120)
	if it.Title != "" {
		text = it.Title
	}
	return &web.Quote{Name: Person(ctx, it.Author).Name, URL: it.Path(), Text: text}
}

// quote shows what a reply answers, unless that is the post above the thread.
func (s *Shown) quote(it *models.Item) *web.Quote {
	if it.ParentID == 0 || it.ParentID == it.ThreadID || it.Parent == nil {
		return nil
	}
	return Quote(s.ctx, it.Parent)
}

func (s *Shown) can(it *models.Item) web.Can {
	if !s.visitor.SignedIn() {
		return web.Can{}
	}
	own := s.visitor.Actor.ID == it.AuthorID
	if s.may == nil {
		return web.Can{Like: !own, Report: !own}
	}
	st := s.may.With(it)
	may := func(p models.Permission) bool { return models.May(st, p, own) == nil }
	return web.Can{
		Reply:    MayReply(*s.may) == nil,
		Like:     !own && may(models.ToLike),
		Edit:     it.Here() && may(models.KindNamed(it.Kind).Revise),
		Delete:   own && may(models.ToDelete),
		Report:   !own && may(models.ToReport),
		Moderate: it.CommunityID != 0 && may(models.ToModerate),
	}
}

// MayReply tells whether somebody may reply, if need be by joining first, which open communities let everybody do.
func MayReply(st models.Standing) error { return models.May(Joined(st), models.ToReply, true) }

// MayStart is the same for starting a thread.
func MayStart(st models.Standing) error { return MayCreate(models.Post, st) }

// MayCreate is the same for something new of any kind.
func MayCreate(k *models.Kind, st models.Standing) error {
	return models.May(Joined(st), k.Create, true)
}

// MayAnswer is the same for answering an event.
func MayAnswer(st models.Standing) error { return models.May(Joined(st), models.ToAnswer, false) }

// Joined is what somebody would be after joining, where that needs nobody's yes.
func Joined(st models.Standing) models.Standing {
	if st.Here && st.Open && !st.Banned && !st.Role.AtLeast(models.Member) {
		st.Role = models.Member
	}
	return st
}

func gone(ctx context.Context, it *models.Item) string {
	switch {
	case !it.DeletedAt.IsZero():
		return web.T(ctx, "said.deleted")
	case !it.RemovedAt.IsZero() && it.RemovedReason != "":
		return web.T(ctx, "said.removed_because", "Reason", it.RemovedReason)
	case !it.RemovedAt.IsZero():
		return web.T(ctx, "said.removed")
	}
	return ""
}

// pictures are the pictures of an item. Those of which we have no copy are linked to: no page loads anything from another
// site.
func pictures(it *models.Item) []web.Picture {
	var all []web.Picture
	for _, at := range it.Attachments {
		if at.Media != nil {
			full := fmt.Sprintf("/media/%d", at.MediaID)
			small := web.Picture{URL: full + "/small", Full: full, Alt: at.Alt}
			small.Width, small.Height = fitted(at.Media.Width, at.Media.Height)
			all = append(all, small)
			continue
		}
		u, err := url.Parse(at.URL)
		if err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
			all = append(all, web.Picture{Full: at.URL, Alt: at.Alt, Site: u.Host})
		}
	}
	return all
}

// fitted is the size of the small copy of a picture, in pixels.
func fitted(width, height int) (int, int) {
	longer := max(width, height)
	if longer <= blob.ThumbSide {
		return width, height
	}
	return max(1, width*blob.ThumbSide/longer), max(1, height*blob.ThumbSide/longer)
}
