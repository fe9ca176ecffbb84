package pages

import (
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// isAddress tells whether somebody searches for one thing by its handle or its address rather than for words.
func isAddress(q string) bool {
	if strings.ContainsAny(q, " \t\n") {
		return false
	}
	return strings.HasPrefix(q, "http://") || strings.HasPrefix(q, "https://") || strings.Contains(strings.TrimLeft(q, "@!"), "@") ||
		strings.HasPrefix(q, "@") && len(q) > 1
}

// lookUp leads to the page of what lives at an address, here or elsewhere. Only who is signed in makes us ask others.
func (p *Pages) lookUp(c *gin.Context, v *request.Visitor, view web.SearchView) error {
	path, err := p.lookUpPath(c, v, view.Query)
	if err == nil {
		return p.Out.Redirect(c, path)
	}
	if !models.IsRefusal(err) {
		p.Log.Info("look up", "what", view.Query, "error", err)
	}
	view.Looked = true
	switch code := models.CodeOf(err); {
	case code == models.TooMany:
		return err
	case code == models.Refused:
		view.Refused = err.Error()
	case !v.SignedIn():
		view.Looked, view.SignIn = false, signInTo("/search?"+response.Query("q", view.Query))
	default:
		view.Failed = said(c, "said.not_found_there")
	}
	return p.searched(c, view)
}

func (p *Pages) lookUpPath(c *gin.Context, v *request.Visitor, q string) (string, error) {
	ctx := c.Request.Context()
	if strings.HasPrefix(q, "http://") || strings.HasPrefix(q, "https://") {
		if it, err := p.Site.ItemAt(ctx, v.Viewer, q); err == nil {
			return it.Path(), nil
		}
	}
	who, err := p.find(c, v, q)
	if err == nil {
		return p.pathFor(c, v, who)
	}
	if !v.SignedIn() || p.ours(q) || !strings.HasPrefix(q, "http") || models.CodeOf(err) == models.Refused || models.CodeOf(err) == models.TooMany {
		return "", err
	}
	it, err := p.Federation.Item(ctx, q)
	if err != nil {
		return "", err
	}
	if it, err = p.Site.Item(ctx, v.Viewer, it.ID); err != nil {
		return "", err
	}
	return it.Path(), nil
}

// pathFor is the page of somebody who was found, if the visitor may see it.
func (p *Pages) pathFor(c *gin.Context, v *request.Visitor, who *models.Actor) (string, error) {
	sees, err := p.Site.MaySee(c.Request.Context(), v.Viewer, who)
	if err != nil {
		return "", err
	}
	if !sees {
		return "", request.ErrNothing
	}
	return who.Path(), nil
}

// find is a person or a community by handle or address: one of ours or one that is known, or, for who is signed in, one
// that another site is asked for.
func (p *Pages) find(c *gin.Context, v *request.Visitor, ref string) (*models.Actor, error) {
	ctx := c.Request.Context()
	var who *models.Actor
	var err error
	if strings.HasPrefix(ref, "http://") || strings.HasPrefix(ref, "https://") {
		who, err = p.Site.ActorByURI(ctx, strings.TrimSuffix(ref, "/"))
	} else {
		name, host, _ := strings.Cut(strings.TrimLeft(ref, "@!"), "@")
		who, err = p.Site.ActorNamed(ctx, name, strings.ToLower(host))
	}
	if err == nil && (who.Here() || p.Site.Allows(who.Host)) {
		return who, nil
	}
	if err != nil && models.CodeOf(err) != models.NotFound {
		return nil, err
	}
	if !v.SignedIn() || p.ours(ref) {
		return nil, request.ErrNothing
	}
	if err := p.Limits.Take(c.Request, request.ToLookUp, v.Actor.Name); err != nil {
		return nil, err
	}
	return p.Federation.Actor(ctx, ref)
}

// ours tells whether a handle or an address can only be of this site, which is not asked over the network.
func (p *Pages) ours(ref string) bool {
	if u, err := url.Parse(ref); err == nil && u.Host != "" {
		return strings.EqualFold(u.Host, p.Site.Host())
	}
	_, host, away := strings.Cut(strings.TrimLeft(ref, "@!"), "@")
	return !away || strings.EqualFold(host, p.Site.Host())
}
