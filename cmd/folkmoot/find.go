package main

import (
	"context"
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
	a, err := p.actor(ctx, ref)
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

// item finds a post or reply, if by may see it, by the address that people see or that it has on the wire. One
// of another site is fetched when it is not known yet.
func (p *program) item(ctx context.Context, by *models.Actor, url string) (*models.Item, error) {
	it, err := p.site.ItemAt(ctx, models.Viewer{Actor: by}, url)
	if models.CodeOf(err) != models.NotFound {
		return it, err
	}
	if p.site.IsOurs(url) {
		return nil, advise("%s is no post or reply that %s can see.", url, by.Name)
	}
	return p.fed.Item(ctx, url)
}
