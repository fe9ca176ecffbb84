package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// ActorKind says whether an actor is a person, a community or a site.
type ActorKind string

// The kinds of actor.
const (
	Person    ActorKind = "person"
	Group     ActorKind = "community"
	SiteActor ActorKind = "site"
)

// An Actor is a person, a community or a site, here or elsewhere.
type Actor struct {
	bun.BaseModel `bun:"table:actors,alias:a"`

	ID          int64     `bun:"id,pk"`
	Kind        ActorKind `bun:"kind"`
	Name        string    `bun:"name"` // the handle without its host, lower case
	Host        string    `bun:"host"` // "" for actors of this site
	URI         string    `bun:"uri"`
	URL         string    `bun:"url"`
	Title       string    `bun:"title"` // the name that people see
	Summary     text.HTML `bun:"summary"`
	Source      string    `bun:"source"` // the Markdown behind Summary, when written here
	Inbox       string    `bun:"inbox"`
	SharedInbox string    `bun:"shared_inbox"`
	Outbox      string    `bun:"outbox"`
	Followers   string    `bun:"followers"`
	Featured    string    `bun:"featured"`
	Moderators  string    `bun:"moderators"`
	Icon        string    `bun:"icon"` // where another server says that its picture is
	IconMediaID int64     `bun:"icon_media_id,nullzero"`
	Approves    bool      `bun:"approves"` // follows wait for approval
	Indexable   bool      `bun:"indexable"`
	CreatedAt   time.Time `bun:"created_at"`
	UpdatedAt   time.Time `bun:"updated_at"`
	FetchedAt   time.Time `bun:"fetched_at,nullzero"`
	SuspendedAt time.Time `bun:"suspended_at,nullzero"`
	GoneAt      time.Time `bun:"gone_at,nullzero"`

	Profile *Profile   `bun:"rel:has-one,join:id=actor_id"`
	Group   *Community `bun:"rel:has-one,join:id=actor_id"`
}

// A Profile is what a person tells about themselves. Nothing in it is asked for.
type Profile struct {
	bun.BaseModel `bun:"table:profiles,alias:pr"`

	ActorID      int64  `bun:"actor_id,pk"`
	Organisation string `bun:"organisation"`
	Role         string `bun:"role"`
	Place        string `bun:"place"`
	AskAbout     string `bun:"ask_about"` // comma-separated subjects
}

// Here tells whether the actor belongs to this site.
func (a *Actor) Here() bool { return a.Host == "" }

// Silenced tells whether nothing more is taken from the actor, nor shown of it: suspended here, or gone.
func (a *Actor) Silenced() bool { return !a.SuspendedAt.IsZero() || !a.GoneAt.IsZero() }

// Public tells whether anyone may read of the actor: everybody but communities that are for the site or their members.
func (a *Actor) Public() bool { return a.Group == nil || a.Group.Visibility == Public }

// Display is the name to show: the chosen one, or else the handle.
func (a *Actor) Display() string {
	if a.Title != "" {
		return a.Title
	}
	return a.Name
}

// Handle is the full handle, "@name@host"; site is the host of this site.
func (a *Actor) Handle(site string) string {
	if a.Here() {
		return "@" + a.Name + "@" + site
	}
	return "@" + a.Name + "@" + a.Host
}

// Path is the page of the actor on this site: "/c/name", or "/c/name@host" for one of another site.
func (a *Actor) Path() string {
	who := a.Name
	if !a.Here() {
		who += "@" + a.Host
	}
	switch a.Kind {
	case Group:
		return "/c/" + who
	case SiteActor:
		return "/"
	default:
		return "/u/" + who
	}
}

// actorColumns are the columns that lists need; the rest is for the actor's own page.
var actorColumns = []string{
	"id", "kind", "name", "host", "uri", "url", "title", "inbox", "shared_inbox", "icon_media_id",
	"approves", "suspended_at", "gone_at",
}

// Actor returns the actor of that id.
func (s *Site) Actor(ctx context.Context, id int64) (*Actor, error) {
	return s.actorWhere(ctx, s.db.Read(), "a.id = ?", id)
}

// ActorByURI returns the actor that has this id on the wire, if it is known here: with the columns that
// lists need, since whoever sends us something is looked up so each time.
func (s *Site) ActorByURI(ctx context.Context, uri string) (*Actor, error) {
	a := new(Actor)
	err := s.db.Read().NewSelect().Model(a).Column(actorColumns...).Column("created_at", "fetched_at").Relation("Group").
		Where("a.uri = ?", uri).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "Nobody with this address is known here.")
	}
	if err != nil {
		return nil, fmt.Errorf("read actor: %w", err)
	}
	return a, nil
}

// ActorNamed returns the actor with this name and host; host "" or the site's own mean one of ours.
func (s *Site) ActorNamed(ctx context.Context, name, host string) (*Actor, error) {
	if host == s.host {
		host = ""
	}
	return s.actorWhere(ctx, s.db.Read(), "a.name = ? AND a.host = ?", strings.ToLower(name), host)
}

// CommunityNamed returns the community of that name, here or (with a host) elsewhere.
func (s *Site) CommunityNamed(ctx context.Context, name, host string) (*Actor, error) {
	a, err := s.ActorNamed(ctx, name, host)
	if err == nil && a.Kind != Group {
		return nil, refuse(NotFound, "There is no community with this name.")
	}
	return a, err
}

// actorWhere reads one actor with its profile or charter. The newest row wins where another server has
// given one name to two actors in turn.
func (s *Site) actorWhere(ctx context.Context, idb bun.IDB, where string, args ...any) (*Actor, error) {
	a := new(Actor)
	err := idb.NewSelect().Model(a).Relation("Profile").Relation("Group").
		Where(where, args...).OrderExpr("a.id DESC").Limit(1).Scan(ctx)
	if db.IsNotFound(err) {
		return nil, refuse(NotFound, "Nobody with this name is known here.")
	}
	if err != nil {
		return nil, fmt.Errorf("read actor: %w", err)
	}
	return a, nil
}

// actorsByID reads many actors for a list, with the columns that lists need.
func actorsByID(ctx context.Context, idb bun.IDB, ids []int64) (map[int64]*Actor, error) {
	found := make(map[int64]*Actor, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var rows []*Actor
	if err := idb.NewSelect().Model(&rows).Column(actorColumns...).Relation("Profile").
		Where("a.id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read actors: %w", err)
	}
	for _, a := range rows {
		found[a.ID] = a
	}
	return found, nil
}
