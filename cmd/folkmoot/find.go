package main

import (
	"context"
	"strings"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
)

// actor finds whom a reference means: "name" for somebody of this site, "@name@host" or an address for
// anybody.
func (p *program) actor(ctx context.Context, ref string) (*models.Actor, error) {
	if !strings.ContainsAny(ref, "@/") {
		a, err := p.site.ActorNamed(ctx, ref, "")
		if models.CodeOf(err) == models.NotFound {
			return nil, advise("Nobody on this site is called %q. Somebody of another site is written @name@host.", ref)
		}
		return a, err
	}
	if strings.Contains(ref, "://") {
		return p.site.ActorByURI(ctx, ref)
	}
	h, err := federation.ParseHandle(ref)
	if err != nil {
		return nil, advise("%q is not a name, @name@host or an address.", ref)
	}
	return p.site.ActorNamed(ctx, h.Name, h.Host)
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

// item finds a post or reply by the address that people see or that it has on the wire, if by may see it.
func (p *program) item(ctx context.Context, by *models.Actor, url string) (*models.Item, error) {
	it, err := p.site.ItemAt(ctx, models.Viewer{Actor: by}, url)
	if models.CodeOf(err) == models.NotFound {
		return nil, advise("%s is no post or reply that %s can see.", url, by.Name)
	}
	return it, err
}

// lookUp has people of other sites whom a text mentions fetched, so that they become links and are told.
func (p *program) lookUp(ctx context.Context, markdown string) {}
