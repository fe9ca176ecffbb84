package web

import "context"

// Audience is who can see something, told in one sentence by its Sentence.
type Audience struct {
	Seen  Seen
	Sites int // how many other sites take part
	// Community is the name used in "Members of NAME can see this"; empty says "this community".
	Community string
	// Remote is the host of the site that keeps the community, when it is not this one.
	Remote string
}

// Seen says who can see. The values are those of models.Visibility.
type Seen string

// The ways of being seen.
const (
	ByAnyone  Seen = "public"
	BySite    Seen = "site"
	ByMembers Seen = "members"
)

// Sentence says in one sentence who can see it.
func (a Audience) Sentence(ctx context.Context) string {
	switch a.Seen {
	case ByMembers:
		if a.Community != "" {
			return T(ctx, "audience.members_of", "Name", a.Community)
		}
		return T(ctx, "audience.members")
	case BySite:
		return T(ctx, "audience.site", "Site", siteFrom(ctx).Name)
	}
	words := T(ctx, "audience.anyone")
	if a.Remote != "" {
		words += " " + T(ctx, "audience.kept", "Site", a.Remote)
	} else if a.Sites > 0 {
		words += " " + T(ctx, "audience.sites", "Count", a.Sites)
	}
	return words
}

// Icon is the name of the icon that goes with the sentence.
func (a Audience) Icon() string {
	if a.Seen == ByAnyone || a.Seen == "" {
		return "globe"
	}
	return "lock"
}
