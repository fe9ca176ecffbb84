package federation

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/queue"
)

// takeOffer takes an edit of a wiki page of this site by somebody of another. Whatever becomes of it, they are told.
func (s *Server) takeOffer(ctx context.Context, e *envelope) error {
	o, base, why, err := wire.ReadOffer(e.Activity)
	if err != nil {
		return dropped("the offer cannot be read: %v", err)
	}
	it, err := s.site.ItemByURI(ctx, e.Target)
	if err != nil {
		return err
	}
	if _, ok := it.Detail.(*models.WikiPage); !ok || !it.Here() || it.Visibility != models.Public {
		return dropped("it is for no wiki page of this site")
	}
	if it.Community, err = s.site.Actor(ctx, it.CommunityID); err != nil {
		return err
	}
	if o.Title == "" {
		o.Title = it.Title
	}
	if o.Base, err = s.site.RevisionNumbered(ctx, it.ID, base); err != nil {
		return err
	}
	return s.site.TakeOffer(ctx, it, o, e.by, why)
}

// takeOfferAnswer takes what the community of a page says became of an edit from here, and brings the page up to date at
// once, so that its author sees what became of it. done is false when it is about something else.
func (s *Server) takeOfferAnswer(ctx context.Context, e *envelope) (done bool, err error) {
	inner := e.Object.Inline
	if inner == nil || inner.Type() != "Offer" || e.Type == "TentativeAccept" {
		return false, nil
	}
	it, err := s.site.OfferAnswered(ctx, e.by, e.Object.ID, e.Type == "Accept", e.Summary, e.Result())
	if err != nil {
		return true, err
	}
	if err := s.refreshPage(ctx, it); err != nil && !isFinal(err) {
		return true, err
	}
	return true, nil
}

// refreshPage fetches a page of another site anew.
func (s *Server) refreshPage(ctx context.Context, it *models.Item) error {
	doc, err := s.fetchObject(ctx, it.URI)
	if err != nil {
		return err
	}
	read, err := s.readItem(doc)
	if err != nil || read.URI != it.URI || read.Kind != models.WikiPageKind || it.Community == nil {
		return errors.Join(err, dropped("it is no wiki page any more"))
	}
	community, err := s.site.Actor(ctx, it.CommunityID)
	if err != nil {
		return err
	}
	from := &models.Origin{Object: read.URI, URL: read.URL, Host: it.Host, At: read.Updated, Body: doc.Raw, Via: community}
	_, err = s.site.Revise(ctx, it, models.Draft{
		By: community, In: community, Title: read.Title, Source: read.Markdown, HTML: read.Content(), Tags: read.Tags,
		Language: read.Language, Sensitive: read.Sensitive, Pictures: read.Pictures, Detail: read.Detail, From: from,
	})
	return err
}

// fetchHistory is the job that reads what the site of a page tells of its earlier revisions, and the words of as many as one
// job may fetch.
func (s *Server) fetchHistory(ctx context.Context, j *queue.Job) error {
	id, err := strconv.ParseInt(string(j.Payload), 10, 64)
	if err != nil {
		return queue.GiveUp(fmt.Errorf("read job: %w", err))
	}
	it, err := s.site.Item(ctx, models.Viewer{}, id)
	if models.IsRefusal(err) || err == nil && (it.Here() || it.Withdrawn()) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx = WithBudget(ctx, it.Host)
	if err := s.listHistory(ctx, it); err != nil && !isFinal(err) {
		return fmt.Errorf("fetch history: %w", err)
	}
	missing, err := s.site.MissingRevisions(ctx, it.ID, limits.JobFetches)
	if err != nil {
		return err
	}
	for _, r := range missing {
		if err := s.fetchRevision(ctx, it, r.URI); err != nil && !isFinal(err) {
			return fmt.Errorf("fetch revision: %w", err)
		}
	}
	return nil
}

// listHistory notes the facts of the latest revisions of a page.
func (s *Server) listHistory(ctx context.Context, it *models.Item) error {
	refs, err := s.collect(ctx, it.URI+"/history", limits.CollectionItems)
	if err != nil && len(refs) == 0 {
		return err
	}
	var all []*models.WikiRevision
	for _, ref := range refs {
		if ref.Inline == nil {
			continue
		}
		made, err := ref.Inline.Activity()
		if err != nil || made.Object.Inline == nil {
			continue
		}
		if r := s.revisionOf(it, made.Object.Inline); r != nil {
			all = append(all, r)
		}
	}
	return s.site.NoteRevisions(ctx, it, all)
}

// revisionOf reads a revision of a page; nil when it is none of this page, or on another server.
func (s *Server) revisionOf(it *models.Item, doc *wire.Object) *models.WikiRevision {
	r, of, err := wire.ReadRevision(doc)
	if err != nil || of != it.URI || hostOf(r.URI) != it.Host {
		return nil
	}
	return r
}

func (s *Server) fetchRevision(ctx context.Context, it *models.Item, uri string) error {
	doc, err := s.fetchObject(ctx, uri)
	if err != nil {
		return err
	}
	r := s.revisionOf(it, doc)
	if r == nil || r.URI != uri || !r.Whole {
		return dropped("it is no revision of this page")
	}
	return s.site.NoteRevisions(ctx, it, []*models.WikiRevision{r})
}
