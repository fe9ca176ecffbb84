package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/folkmoot/folkmoot/models"
)

// actor finds whom a reference means: "name" for somebody of this site, "@name@host" or an address for
// anybody, who is fetched when not known yet.
func (p *program) actor(ctx context.Context, ref string) (*models.Actor, error) {
	a, err := p.fed.Actor(ctx, ref)
	if models.CodeOf(err) == models.NotFound && !strings.ContainsAny(ref, "@/") {
		return nil, advise("Nobody on this site is called %q. Somebody of another site is written @name@host.", ref)
	}
	return a, err
}

// community finds a community, of this site or another.
func (p *program) community(ctx context.Context, ref string) (*models.Actor, error) {
	a, err := p.fed.Actor(ctx, ref)
	if models.CodeOf(err) == models.NotFound && !strings.ContainsAny(ref, "@/") {
		return nil, advise("No community of this site is called %q. One of another site is written @name@host.", ref)
	}
	if err != nil {
		return nil, err
	}
	if a.Kind != models.Group {
		return nil, advise("%s is not a community.", a.Handle(p.site.Host()))
	}
	return a, nil
}

// ownCommunity finds a community of this site, which alone can be run from here.
func (p *program) ownCommunity(ctx context.Context, ref string) (*models.Actor, error) {
	a, err := p.community(ctx, ref)
	if err != nil {
		return nil, err
	}
	if !a.Here() {
		return nil, advise("%s is run by its own site, %s.", a.Title, a.Host)
	}
	return a, nil
}

// communityOf is the community of an item, with its rules; nil when the item is in none.
func (p *program) communityOf(ctx context.Context, it *models.Item) (*models.Actor, error) {
	if it.CommunityID == 0 {
		return nil, nil
	}
	return p.site.Actor(ctx, it.CommunityID)
}

// item finds a post or reply, if by may see it, by the address that it has on the wire or that people see, on
// this site or its own. One of another site is fetched when it is not known yet.
func (p *program) item(ctx context.Context, by *models.Actor, address string) (*models.Item, error) {
	if !strings.Contains(address, "://") {
		return nil, advise("%q is no address of a post or reply. It is what the browser shows above it: %s/post/…", address, p.site.Base())
	}
	viewer := models.Viewer{Actor: by}
	it, err := p.site.ItemAt(ctx, viewer, address)
	if models.CodeOf(err) != models.NotFound {
		return it, err
	}
	if !p.site.IsOurs(address) {
		return p.fed.Item(ctx, address)
	}
	if id := itemID(strings.TrimPrefix(address, p.site.Base())); id != 0 { // our page of somebody else's
		it, err = p.site.Item(ctx, viewer, id)
	}
	if models.CodeOf(err) == models.NotFound {
		return nil, advise("%s is no post or reply that %s can see.", address, by.Name)
	}
	return it, err
}

// itemID reads the number in the path of an item's page, "/post/123"; 0 when it is none.
func itemID(path string) int64 {
	for _, k := range models.Kinds {
		if rest, ok := strings.CutPrefix(path, "/"+k.Segment+"/"); ok {
			rest, _, _ = strings.Cut(rest, "#")
			id, err := strconv.ParseInt(rest, 10, 64)
			if err == nil {
				return id
			}
		}
	}
	return 0
}
