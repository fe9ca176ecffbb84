package federation

import (
	"context"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
	"github.com/folkmoot/folkmoot/models/text"
)

// activity writes the activity of an act that was done here.
func (s *Server) activity(ctx context.Context, tx *db.Tx, a *models.Act) ([]byte, error) {
	if a.Item != nil {
		if err := s.site.Complete(ctx, tx, a.Item); err != nil {
			return nil, err
		}
	}
	if err := s.knowLists(ctx, a); err != nil {
		return nil, err
	}
	x, err := s.extra(ctx, a)
	if err != nil {
		return nil, err
	}
	return s.write.Activity(a, x)
}

// knowLists reads where a community of another site keeps its lists, when something here was done to one
// of them: acts name their actors with the columns that lists need, and those are not among them.
func (s *Server) knowLists(ctx context.Context, a *models.Act) error {
	switch a.Verb {
	case models.VerbPin, models.VerbUnpin, models.VerbAppoint, models.VerbDismiss:
	default:
		return nil
	}
	if a.Community == nil || a.Community.Here() {
		return nil
	}
	full, err := s.site.Actor(ctx, a.Community.ID)
	if err == nil {
		a.Community = full
	}
	return err
}

// extra is what an activity needs besides its act: for a profile, the actor's key.
func (s *Server) extra(ctx context.Context, a *models.Act) (wire.Extra, error) {
	if a.Verb != models.VerbProfile {
		return wire.Extra{}, nil
	}
	key, err := s.site.Key(ctx, a.Target.ID)
	if err != nil {
		return wire.Extra{}, err
	}
	site, err := s.SiteInfo(ctx)
	return wire.Extra{KeyPEM: key.PublicPEM, Site: site}, err
}

// titleOf is the title of a thread: its name; or, for one that came without a name or with an empty one, as
// microblogs send it, its first line without the handle of the community.
func (s *Server) titleOf(read *wire.Item, community *models.Actor) string {
	var handles []string
	if community != nil {
		host := community.Host
		if community.Here() {
			host = s.site.Host()
		}
		handles = append(handles, "@"+community.Name+"@"+host, "@"+community.Name)
	}
	return read.TitleFor(handles...)
}

// mentionsIn lists the handles with a host that a text mentions.
func mentionsIn(markdown string) []string {
	var handles []string
	for _, m := range text.MentionsIn(markdown) {
		if m.Host != "" {
			handles = append(handles, m.String())
		}
	}
	return handles
}

// plainLinks is the Linker of texts in which nobody is named.
type plainLinks struct{ base string }

func (plainLinks) Mention(text.Mention) (string, bool) { return "", false }
func (plainLinks) Hashtag(string) string               { return "" }
func (l plainLinks) Base() string                      { return l.base }
