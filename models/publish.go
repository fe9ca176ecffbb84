package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// A Draft is what somebody proposes: a form, a call from an app, an object from another server.
type Draft struct {
	Kind      *Kind
	By, In    *Actor // who proposes it, and the community it is for (nil: the author's own page)
	Backed    *Actor // who answers for it, where By may only propose it; nil: By
	InReplyTo *Item
	Title     string
	Source    string    // Markdown; what people here write, and what some servers send
	HTML      text.HTML // what other servers send
	Pictures  []Picture
	Mentions  []*Actor // for drafts from elsewhere; for our own they are found in Source
	Tags      []string // likewise
	Language  string   // "en"
	Sensitive bool
	Detail    Detail    // what the kind has besides
	TellAt    time.Time // others are told of it then, see tell.go; zero or past: at once
	Was       time.Time // of a change: when what it replaces was written, as LastWritten tells; zero: whatever is there is replaced
	Once      string    // a form's or an app's idempotency key; unique for By
	From      *Origin   // nil when written here
}

// A Picture is an attachment of a draft: one uploaded here (MediaID), or what another server names (URL).
type Picture struct {
	MediaID   int64
	URL       string
	MediaType string
	Alt       string
}

// An Origin says where something came from. Its presence is the difference between local input, which
// is refused by field when it is wrong, and remote input, which is repaired or dropped.
type Origin struct {
	URI    string    // the activity's id; "" when only the object was fetched
	Object string    // the object's id
	URL    string    // the object's page
	Host   string    // the server of the one who did it
	At     time.Time // when it says that it happened
	Raw    []byte    // the activity as received; passed on untouched
	Body   []byte    // the object's own document
	Via    *Actor    // the community that passed it on; nil when it came from the author's server

	// Settled notes that the activity has been dealt with, in the change that is all that it does; nil: that is noted later.
	Settled func(context.Context, *db.Tx) error
}

// Publish makes a draft into an item. Every item of the site, from here or elsewhere, is made here. It
// returns Forbidden if d.By may not, Invalid naming the fields, Gone when its deletion was here first, or
// the item already published under the same id.
func (s *Site) Publish(ctx context.Context, d Draft) (*Item, error) {
	var it *Item
	publish := func(tx *db.Tx) (err error) {
		it, err = s.publish(ctx, tx, d)
		return err
	}
	err := s.db.Change(ctx, publish)
	if db.IsUnique(err) { // the same arrived twice at the same moment: now the other is there to be found
		err = s.db.Change(ctx, publish)
	}
	return it, err
}

func (s *Site) publish(ctx context.Context, tx *db.Tx, d Draft) (*Item, error) {
	if it, err := s.published(ctx, tx, d); it != nil || err != nil {
		return it, err // seen before
	}
	if err := s.settle(ctx, tx, &d); err != nil {
		return nil, err
	}
	if err := s.mayPublish(ctx, tx, d); err != nil {
		return nil, err // authorise
	}
	it, err := s.compose(ctx, tx, d)
	if err != nil {
		return nil, err // validate and render
	}
	if err := s.save(ctx, tx, it, d); err != nil {
		return nil, err // store
	}
	if it.TellAt.IsZero() {
		if err := s.announce(ctx, tx, it); err != nil {
			return nil, err
		}
	}
	act := &Act{Verb: VerbCreate, By: d.By, Item: it, Community: d.In}
	if err := s.record(ctx, tx, act.happenedElsewhere(d.From)); err != nil {
		return nil, err // record
	}
	if d.From != nil && d.From.Settled != nil {
		if err := d.From.Settled(ctx, tx); err != nil {
			return nil, err
		}
	}
	return s.goOn(ctx, tx, it)
}

// settle makes sure that a draft names its community with its charter, on which depends who may write there and who may
// see it: lists name communities without. A reply written here belongs where its thread is.
func (s *Site) settle(ctx context.Context, tx *db.Tx, d *Draft) (err error) {
	id := idOf(d.In)
	if d.InReplyTo != nil && d.From == nil {
		id = d.InReplyTo.CommunityID
	}
	switch {
	case id == 0:
		d.In = nil
	case idOf(d.In) != id || d.In.Kind == Group && d.In.Group == nil:
		d.In, err = s.group(ctx, tx, id)
	}
	return err
}

// published returns the item that the draft has already become, or nil.
func (s *Site) published(ctx context.Context, tx *db.Tx, d Draft) (*Item, error) {
	var it *Item
	var err error
	switch {
	case d.From != nil:
		if it, err = s.arrived(ctx, tx, d); it == nil && err == nil {
			return nil, nil
		}
	case d.Once != "":
		it, err = s.itemWhere(ctx, tx, "i.author_id = ? AND i.once = ?", d.By.ID, d.Once)
	default:
		return nil, nil
	}
	if CodeOf(err) == NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return it, s.fill(ctx, tx, it)
}

// arrived returns the item that a draft from elsewhere has become, nil when it is new, Gone when its
// deletion was here first, or Conflict when the activity's id is that of something else that was done.
func (s *Site) arrived(ctx context.Context, tx *db.Tx, d Draft) (*Item, error) {
	uri := d.From.Object
	var found struct{ Dead, Known, Done bool }
	err := tx.NewRaw("SELECT EXISTS (SELECT 1 FROM tombstones WHERE uri = ? AND by_id = ?) AS dead, "+
		"EXISTS (SELECT 1 FROM items WHERE uri = ?) AS known, EXISTS (SELECT 1 FROM acts WHERE uri = ?) AS done",
		uri, d.By.ID, uri, d.From.URI).Scan(ctx, &found.Dead, &found.Known, &found.Done)
	switch {
	case err != nil:
		return nil, fmt.Errorf("look up item: %w", err)
	case found.Dead:
		return nil, refuse(Gone, "This was deleted before it arrived.")
	case found.Known:
		return s.itemWhere(ctx, tx, "i.uri = ?", uri)
	case found.Done:
		return nil, refuse(Conflict, "The id of this is that of something else.")
	}
	return nil, nil
}

func (s *Site) mayPublish(ctx context.Context, tx *db.Tx, d Draft) error {
	if d.In == nil || d.By.Silenced() {
		return May(Standing{Here: d.By.Here(), Role: Member, Open: true, Public: true, OwnPage: true, Suspended: d.By.Silenced()}, d.Kind.creating(d.From), true)
	}
	if err := speaksFor(d.From, d.In); err != nil {
		return err
	}
	if d.From != nil && !d.In.Here() {
		return s.believes(d.From, d.In) // its own server decides who may write there
	}
	if err := s.dealsWith(ctx, d.In); err != nil {
		return err
	}
	st, err := s.standing(ctx, tx, d.By, d.In)
	if err != nil {
		return err
	}
	if d.InReplyTo != nil {
		thread, err := s.itemWhere(ctx, tx, "i.id = ?", d.InReplyTo.ThreadID)
		if err != nil {
			return err
		}
		st.Locked = !thread.LockedAt.IsZero()
		if thread.Withdrawn() {
			return refuse(Gone, "This discussion has been deleted.")
		}
		if thread.Visibility == Held {
			return refuse(Conflict, "Its file is still being checked. Reply once everybody can see it.")
		}
	}
	if d.Backed != nil {
		return s.mayBack(ctx, tx, d, st)
	}
	return May(st, d.Kind.creating(d.From), true)
}

// speaksFor refuses what one community passes on about another: it would have come from those who did it,
// or from the other community itself.
func speaksFor(from *Origin, community *Actor) error {
	if from == nil || from.Via == nil || community == nil || from.Via.ID == community.ID {
		return nil
	}
	return refuse(Forbidden, "One community cannot speak for another.")
}

// vouched tells whether a community of another site itself says that this was done in it: it passed it
// on, or did it. That the one who did it lives on the same server is not enough.
func vouched(from *Origin, by, community *Actor) bool {
	if from == nil || by == nil || community.Here() {
		return false
	}
	return by.ID == community.ID || (from.Via != nil && from.Via.ID == community.ID)
}

// believes refuses what another server says about a community that is not its own, unless the community
// itself passed it on.
func (s *Site) believes(from *Origin, in *Actor) error {
	if from.Via != nil && from.Via.ID == in.ID || from.Host == in.Host {
		return nil
	}
	return refuse(Forbidden, "Only the community's own site can add to it.")
}

// compose checks a draft and makes the item of it, not yet stored.
func (s *Site) compose(ctx context.Context, tx *db.Tx, d Draft) (*Item, error) {
	it := &Item{
		ID: tx.NewID(), Kind: d.Kind.Name, AuthorID: d.By.ID, Author: d.By, Community: d.In, CommunityID: idOf(d.In),
		Language: d.Language, Sensitive: d.Sensitive, Visibility: Public, Once: d.Once,
		PublishedAt: tx.Now.Truncate(time.Second),
	}
	if d.In != nil && d.In.Group != nil {
		it.Visibility = d.In.Group.Visibility
	}
	it.ThreadID = it.ID
	if parent := d.InReplyTo; parent != nil {
		it.Parent, it.ParentID, it.ThreadID = parent, parent.ID, parent.ThreadID
		it.Visibility = parent.Visibility              // nobody sees an answer who may not see what it answers
		if it.PublishedAt.Before(parent.PublishedAt) { // a reply never seems older than what it answers
			it.PublishedAt = parent.PublishedAt
		}
	}
	it.URI = s.base + it.Path()
	it.URL = it.URI
	if from := d.From; from != nil {
		it.URI, it.URL, it.Host, it.Raw = from.Object, from.URL, from.Host, from.Body
		if !from.At.IsZero() && from.At.Before(tx.Now) {
			it.PublishedAt = from.At
		}
	}
	it.ActiveAt = it.PublishedAt
	if d.TellAt.After(tx.Now) {
		it.TellAt = d.TellAt
	}
	if err := s.write(ctx, tx, it, d); err != nil {
		return nil, err
	}
	it.holdBack()
	return it, nil
}

// write puts the words of a draft into an item: title, text, mentions, hashtags. Local input that is
// wrong is refused at its field; remote input is cut to what fits.
func (s *Site) write(ctx context.Context, tx *db.Tx, it *Item, d Draft) error {
	title, source := typedWords(d.Title, d.Source)
	wrong := fields{}
	if d.From == nil {
		checkWords(wrong, d.Kind, title, source)
	}
	if d.Kind.detail != nil {
		if d.Detail == nil {
			d.Detail = d.Kind.NewDetail()
		}
		d.Detail.belong(it)
		for field, what := range d.Detail.Check(it.Detail, d.From == nil) {
			wrong.add(field, what)
		}
		it.Detail = d.Detail
	}
	if err := wrong.err(); err != nil {
		return err
	}
	it.Title = cut(title, d.Kind.Title.Max)
	if d.From != nil {
		it.Source = cut(source, d.Kind.Body.Max)
		it.Content = d.HTML
		it.Plain = it.Content.Plain()
		it.Mentioned, it.Tags = d.Mentions, d.Tags
		it.addWords()
		return nil
	}
	linker := &linker{ctx: ctx, site: s, idb: tx, in: it.Community, page: it}
	r := text.Render(source, linker)
	if linker.err != nil {
		return linker.err
	}
	it.Source, it.Content, it.Plain, it.Tags, it.Mentioned = source, r.HTML, r.Plain, r.Hashtags, linker.found
	it.addWords()
	return nil
}

// addWords lets search find what stands in the detail.
func (it *Item) addWords() {
	if it.Detail == nil {
		return
	}
	if words := it.Detail.Words(); words != "" {
		it.Plain = strings.TrimSpace(it.Plain + "\n\n" + words)
	}
}

func typedWords(title, source string) (string, string) {
	return text.CleanLine(title, 1000), strings.TrimSpace(strings.ReplaceAll(source, "\x00", ""))
}

// CheckWords says by field what Publish would refuse of the title and the text of something of this kind; nil when nothing.
func (k *Kind) CheckWords(title, source string) map[string]string {
	wrong := fields{}
	title, source = typedWords(title, source)
	checkWords(wrong, k, title, source)
	return wrong
}

// save stores a new item with what hangs on it, and counts it.
func (s *Site) save(ctx context.Context, tx *db.Tx, it *Item, d Draft) error {
	if _, err := tx.NewInsert().Model(it).Exec(ctx); err != nil {
		return fmt.Errorf("save item: %w", err)
	}
	if err := s.saveWords(ctx, tx, it); err != nil {
		return err
	}
	if err := s.saveDetail(ctx, tx, it); err != nil {
		return err
	}
	if err := s.attach(ctx, tx, it, d.Pictures, d.From == nil); err != nil {
		return err
	}
	return s.count(ctx, tx, it, 1)
}

// saveWords stores the mentions and hashtags of an item in place of those that it had.
func (s *Site) saveWords(ctx context.Context, tx *db.Tx, it *Item) error {
	var mentions []mention
	for _, a := range it.Mentioned {
		mentions = append(mentions, mention{ItemID: it.ID, ActorID: a.ID})
	}
	if len(mentions) > 0 {
		if _, err := tx.NewInsert().Model(&mentions).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("save mentions: %w", err)
		}
	}
	var tags []hashtag
	for _, tag := range it.Tags {
		tags = append(tags, hashtag{ItemID: it.ID, Tag: strings.ToLower(tag)})
	}
	if len(tags) > 0 {
		if _, err := tx.NewInsert().Model(&tags).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return fmt.Errorf("save hashtags: %w", err)
		}
	}
	return nil
}

// count adds by to the counters that an item belongs to.
func (s *Site) count(ctx context.Context, tx *db.Tx, it *Item, by int) error {
	if !it.Starts() {
		_, err := tx.NewUpdate().Model((*Item)(nil)).Set("reply_count = reply_count + ?", by).
			Set("active_at = CASE WHEN active_at < ? THEN ? ELSE active_at END", it.PublishedAt, it.PublishedAt).
			Where("id = ?", it.ThreadID).Exec(ctx)
		if err != nil {
			return fmt.Errorf("count reply: %w", err)
		}
	}
	if it.CommunityID == 0 {
		return nil
	}
	_, err := tx.NewUpdate().Model((*Community)(nil)).Set("last_active_at = ?", tx.Now).Where("actor_id = ?", it.CommunityID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count item: %w", err)
	}
	return nil
}
