package pages

import (
	"context"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Like notes that the visitor finds an item useful.
func (p *Pages) Like(c *gin.Context) error { return p.like(c, models.Likes) }

// Unlike takes it back.
func (p *Pages) Unlike(c *gin.Context) error { return p.like(c, models.NoLiking) }

func (p *Pages) like(c *gin.Context, value models.Liking) error {
	v, err := p.acting(c, request.ToReact)
	if err != nil {
		return err
	}
	f, err := p.item(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	if err := p.Site.Like(ctx, v.Actor, f.item, value, nil); err != nil {
		return err
	}
	if !byHTMX(c) {
		return p.Out.Redirect(c, f.item.Path())
	}
	now, err := p.Site.Item(ctx, v.Viewer, f.item.ID)
	if err != nil {
		return err
	}
	show, err := p.Out.Show(ctx, v, []*models.Item{now})
	if err != nil {
		return err
	}
	return p.Out.Part(c, p.Out.Page(c, ""), web.Like(show.Item(now)))
}

// AskDelete says what deleting means, for whom.
func (p *Pages) AskDelete(c *gin.Context) error {
	f, err := p.own(c)
	if err != nil {
		return err
	}
	view := web.Confirm{
		Title: said(c, "said.delete_title"), Lost: []string{said(c, "said.delete_lost")}, Action: f.item.Path() + "/delete",
		Button: said(c, "said.delete_button"), Back: f.item.Path(),
	}
	if f.item.ReplyCount > 0 {
		view.Kept = said(c, "said.delete_kept", "Count", f.item.ReplyCount)
	}
	if err := p.addCopies(c, f, &view); err != nil {
		return err
	}
	return p.ask(c, f, view)
}

// addCopies says that a deletion on other sites can be asked for and no more.
func (p *Pages) addCopies(c *gin.Context, f *found, view *web.Confirm) error {
	copies, err := p.Site.CopiesElsewhere(c.Request.Context(), f.item.ID)
	if copies > 0 {
		view.Lost = append(view.Lost, said(c, "said.copies", "Count", copies))
	}
	return err
}

// own is an item of the visitor's, not yet withdrawn.
func (p *Pages) own(c *gin.Context) (*found, error) {
	v, err := signedIn(c)
	if err != nil {
		return nil, err
	}
	f, err := p.item(c)
	if err != nil {
		return nil, err
	}
	if !f.item.DeletedAt.IsZero() {
		return nil, withdrawn(c, f.item)
	}
	if v.Actor.ID != f.item.AuthorID {
		return nil, &models.Error{Code: models.Forbidden, Message: said(c, "said.authors_only")}
	}
	return f, nil
}

// ask shows a question about an item.
func (p *Pages) ask(c *gin.Context, f *found, view web.Confirm) error {
	page := p.itemPage(c, f, view.Title)
	page.NoIndex = true
	return p.Out.OK(c, page, web.ConfirmPage(view))
}

// Delete withdraws an item of the visitor's.
func (p *Pages) Delete(c *gin.Context) error {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return err
	}
	f, err := p.item(c)
	if err != nil {
		return err
	}
	if err := p.Site.Delete(c.Request.Context(), v.Actor, f.item, nil); err != nil {
		return err
	}
	return p.Out.Done(c, afterwards(f), said(c, "said.deleted_done"))
}

// afterwards is where one is led when an item is gone: its thread, or for a whole thread its community.
func afterwards(f *found) string {
	switch {
	case !f.item.Starts():
		return "/post/" + strconv.FormatInt(f.item.ThreadID, 10)
	case f.room != nil:
		return f.room.path("")
	}
	return "/"
}

// moderated does one act of moderation, says what was done and offers to take it back.
func (p *Pages) moderated(c *gin.Context, key, undo string, do func(ctx context.Context, by *models.Actor, it *models.Item, reason string) error) error {
	v, err := p.acting(c, request.ToPublish)
	if err != nil {
		return err
	}
	f, err := p.item(c)
	if err != nil {
		return err
	}
	form, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	if err := do(c.Request.Context(), v.Actor, f.item, form.Text("reason")); err != nil {
		return err
	}
	flash := web.Flash{Text: said(c, key)}
	if undo != "" {
		flash.Undo = f.item.Path() + undo
	}
	return p.Out.DoneUndo(c, f.item.Path(), flash)
}

// Lock closes a thread to replies.
func (p *Pages) Lock(c *gin.Context) error { return p.lock(c, true, "said.was_locked", "/unlock") }

// Unlock opens it again.
func (p *Pages) Unlock(c *gin.Context) error { return p.lock(c, false, "said.was_unlocked", "/lock") }

func (p *Pages) lock(c *gin.Context, on bool, key, undo string) error {
	return p.moderated(c, key, undo, func(ctx context.Context, by *models.Actor, it *models.Item, reason string) error {
		return p.Site.Lock(ctx, by, it, on, reason, nil)
	})
}

// Pin keeps a thread at the head of its community.
func (p *Pages) Pin(c *gin.Context) error { return p.pin(c, true, "said.was_pinned", "/unpin") }

// Unpin lets it go.
func (p *Pages) Unpin(c *gin.Context) error { return p.pin(c, false, "said.was_unpinned", "/pin") }

func (p *Pages) pin(c *gin.Context, on bool, key, undo string) error {
	return p.moderated(c, key, undo, func(ctx context.Context, by *models.Actor, it *models.Item, reason string) error {
		return p.Site.Pin(ctx, by, it, on, reason, nil)
	})
}

// AskRemove says what removing means, and asks why.
func (p *Pages) AskRemove(c *gin.Context) error {
	if _, err := signedIn(c); err != nil {
		return err
	}
	f, err := p.item(c)
	if err != nil {
		return err
	}
	if f.room == nil || !f.room.keeps() {
		return models.May(models.Standing{Here: true}, models.ToModerate, false)
	}
	view := web.Confirm{
		Title: said(c, "said.remove_title"), Lost: []string{said(c, "said.remove_lost")}, Kept: said(c, "said.remove_kept"),
		Action: f.item.Path() + "/remove", Button: said(c, "said.remove_button"), Back: f.item.Path(),
		AskReason: said(c, "banned.reason"), Hint: said(c, "banned.reason_hint"),
	}
	if err := p.addCopies(c, f, &view); err != nil {
		return err
	}
	return p.ask(c, f, view)
}

// Remove takes an item out of its community.
func (p *Pages) Remove(c *gin.Context) error {
	return p.remove(c, true, "said.was_removed", "/restore")
}

// Restore puts it back.
func (p *Pages) Restore(c *gin.Context) error { return p.remove(c, false, "said.was_restored", "") }

func (p *Pages) remove(c *gin.Context, on bool, key, undo string) error {
	return p.moderated(c, key, undo, func(ctx context.Context, by *models.Actor, it *models.Item, reason string) error {
		return p.Site.Remove(ctx, by, it, on, reason, nil)
	})
}
