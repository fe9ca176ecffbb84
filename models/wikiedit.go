package models

import (
	"context"
	"fmt"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// An Edited page tells what became of an edit.
type Edited struct {
	Item   *Item
	Number int           // the revision that it is now
	Same   bool          // it changed nothing
	With   *WikiRevision // the last edit with which it was merged; nil when nobody else had written
	Offer  *WikiOffer    // where the page belongs to another site: what waits for its answer
}

// mostTries is how often an edit is merged anew because somebody else was quicker once more.
const mostTries = 5

// WritePage publishes a new page. The draft's Detail may say where it stands in the tree and when it is to be reviewed. A
// title that leads to the address of another page is refused with Invalid at "title".
func (s *Site) WritePage(ctx context.Context, d Draft, note string) (*Item, error) {
	p := &WikiPage{}
	if given, ok := d.Detail.(*WikiPage); ok && given != nil {
		p.ParentID, p.ReviewOn = given.ParentID, given.ReviewOn
	}
	p.Slug, p.edit = pageSlug(text.CleanLine(d.Title, 1000)), &pageEdit{by: idOf(d.By), note: note}
	if p.Slug == "" && d.Title != "" {
		return nil, invalid("title", "Use a title with letters or digits in it: it becomes the page's address.")
	}
	d.Kind, d.Detail = WikiPageKind, p
	if d.Once != "" { // the same form sent twice
		it, err := s.itemWhere(ctx, s.db.Read(), "i.author_id = ? AND i.once = ?", idOf(d.By), d.Once)
		if err == nil || !IsRefusal(err) {
			return it, err
		}
	}
	if d.In != nil {
		known, err := pagesKnown(ctx, s.db.Read(), d.In.ID, []string{p.Slug})
		if err != nil {
			return nil, err
		}
		if id := known[p.Slug]; id != 0 {
			if err := s.titleTaken(ctx, id, p.Slug); err != nil {
				return nil, err
			}
		}
	}
	it, err := s.Publish(ctx, d)
	if db.IsUnique(err) {
		return nil, invalid("title", "There is a page of this name already.")
	}
	return it, err
}

// titleTaken refuses a title, unless the other page only had this address once.
func (s *Site) titleTaken(ctx context.Context, id int64, slug string) error {
	other, err := s.itemWhere(ctx, s.db.Read(), "i.id = ?", id)
	if err != nil {
		return err
	}
	if err := s.fill(ctx, s.db.Read(), other); err != nil {
		return err
	}
	if p, ok := other.Detail.(*WikiPage); ok && p.Slug != slug {
		return nil
	}
	return invalid("title", "There is a page of this name already. Change that one, or choose another title.")
}

// EditPage saves what somebody made of a page, which began with revision base. Where others have written since, it is merged
// with what they wrote; where that cannot be done the error IsClash, and nothing is changed. An edit of a page of another
// site is offered there.
func (s *Site) EditPage(ctx context.Context, it *Item, d Draft, base int, note string) (*Edited, error) {
	for range mostTries {
		now, err := s.pageNow(ctx, it.ID)
		if err != nil {
			return nil, err
		}
		if !now.Here() {
			return s.offerEdit(ctx, now, d, base, note)
		}
		done, err := s.editPage(ctx, now, d, base, note)
		if done != nil || err != nil {
			return done, err
		}
	}
	return nil, &Error{Code: Conflict, Message: "Others are changing this page again and again. Save once more in a moment."}
}

// pageNow reads a page as it is.
func (s *Site) pageNow(ctx context.Context, id int64) (*Item, error) {
	now, err := s.itemWhere(ctx, s.db.Read(), "i.id = ?", id)
	if err != nil {
		return nil, err
	}
	if err := s.fill(ctx, s.db.Read(), now); err != nil {
		return nil, err
	}
	if now.Withdrawn() {
		return nil, refuse(Gone, "This page has been deleted.")
	}
	_, err = asPage(now)
	return now, err
}

// editPage tries to put an edit on top of the page as it is now; nil without an error when somebody else was quicker.
func (s *Site) editPage(ctx context.Context, now *Item, d Draft, base int, note string) (*Edited, error) {
	was := now.Detail.(*WikiPage)
	out := &Edited{Item: now, Number: was.Number}
	stands, err := s.Revision(ctx, now.ID, was.Number) // item and page were read one after the other; a revision is of one piece
	if err != nil {
		return nil, err
	}
	p := &WikiPage{Here: true, Number: was.Number, Slug: was.Slug, ParentID: was.ParentID, Protected: was.Protected, ReviewOn: was.ReviewOn}
	if given, ok := d.Detail.(*WikiPage); ok && given != nil && base == was.Number {
		p.ParentID, p.ReviewOn = given.ParentID, given.ReviewOn
	}
	if base != was.Number {
		if err := s.mergePage(ctx, stands, &d, base); err != nil {
			return nil, err
		}
		out.With = was.Latest
	}
	d.Title = text.CleanLine(d.Title, 1000)
	words := d.Title != stands.Title || normal(d.Source) != normal(stands.Source)
	if !words && p.same(was) && d.Pictures == nil {
		out.Same = true
		return out, nil
	}
	if err := s.rename(ctx, p, now, d.Title); err != nil {
		return nil, err
	}
	p.edit = &pageEdit{by: idOf(d.By), from: base, base: was.Number, note: note, words: words}
	e := p.edit
	d.Detail, d.Source = p, normal(d.Source)
	revised, err := s.Revise(ctx, now, d)
	switch {
	case e.stale:
		return nil, nil
	case db.IsUnique(err):
		return nil, invalid("title", "There is a page of this name already.")
	case err != nil:
		return nil, err
	}
	out.Item, out.Number = revised, revised.Detail.(*WikiPage).Number
	return out, nil
}

// rename gives a page the address of its new title, where that is free.
func (s *Site) rename(ctx context.Context, p *WikiPage, now *Item, title string) error {
	slug := pageSlug(title)
	if slug == "" || slug == p.Slug || title == now.Title {
		return nil
	}
	known, err := pagesKnown(ctx, s.db.Read(), now.CommunityID, []string{slug})
	if err != nil {
		return err
	}
	if id := known[slug]; id != 0 && id != now.ID {
		if err := s.titleTaken(ctx, id, slug); err != nil {
			return err
		}
	}
	p.Slug = slug
	return nil
}

// mergePage puts into a draft what others have written since its base.
func (s *Site) mergePage(ctx context.Context, now *WikiRevision, d *Draft, base int) error {
	from, err := s.Revision(ctx, now.ItemID, base)
	if IsRefusal(err) {
		from, err = &WikiRevision{Title: "\x00", Source: "\x00"}, nil // of which we know nothing, so nothing is known to be kept
	}
	if err != nil {
		return err
	}
	source, clean := text.Merge(normal(from.Source), normal(d.Source), normal(now.Source))
	title, same := text.Merge(from.Title, text.CleanLine(d.Title, 1000), now.Title)
	if !clean || !same {
		return &Error{Code: Conflict, Err: errClash, Fields: map[string]string{
			"body": "Somebody else has changed the same lines. Both texts are here: put into yours what you want of theirs, and save again.",
		}}
	}
	d.Source, d.Title, d.Pictures = source, title, nil
	return nil
}

// Restore makes an earlier state of a page its newest.
func (s *Site) RestorePage(ctx context.Context, by *Actor, it *Item, number int) (*Edited, error) {
	now, err := s.pageNow(ctx, it.ID)
	if err != nil {
		return nil, err
	}
	r, err := s.Revision(ctx, it.ID, number)
	if err != nil {
		return nil, err
	}
	if !r.Whole {
		return nil, refuse(Conflict, "The words of this revision are not here. Read them on the page's own site.")
	}
	d := Draft{By: by, Title: r.Title, Source: r.Source, Sensitive: now.Sensitive}
	return s.EditPage(ctx, now, d, now.Detail.(*WikiPage).Number, fmt.Sprintf("Back to revision %d", number))
}

// Protect leaves a page to the facilitators of its community, or gives it back to its members.
func (s *Site) Protect(ctx context.Context, by *Actor, it *Item, on bool) error {
	for range mostTries {
		again, err := s.protect(ctx, by, it.ID, on)
		if err != nil || !again {
			return err
		}
	}
	return &Error{Code: Conflict, Message: "Others are changing this page again and again. Try once more in a moment."}
}

// protect tries it once; again tells that somebody else was quicker.
func (s *Site) protect(ctx context.Context, by *Actor, id int64, on bool) (again bool, err error) {
	now, err := s.pageNow(ctx, id)
	if err != nil {
		return false, err
	}
	was := now.Detail.(*WikiPage)
	if !now.Here() {
		return false, refuse(Forbidden, "Only the page's own site can protect it.")
	}
	err = s.db.Change(ctx, func(tx *db.Tx) error { return s.mayWith(ctx, tx, by, now, ToModerate) })
	if err != nil || was.Protected == on {
		return false, err
	}
	stands, err := s.Revision(ctx, id, was.Number)
	if err != nil {
		return false, err
	}
	p, e := *was, &pageEdit{by: by.ID, base: was.Number}
	p.Protected, p.edit = on, e
	_, err = s.Revise(ctx, now, Draft{By: by, Title: stands.Title, Source: stands.Source, Sensitive: now.Sensitive, Detail: &p})
	if e.stale {
		return true, nil
	}
	return false, err
}
