package activitypub

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/federation/wire"
	"github.com/folkmoot/folkmoot/models"
)

// webFinger tells which actor a handle or an address names (RFC 7033). Only what is public has an answer;
// what is not is unknown.
func (h *Handler) webFinger(c *gin.Context) {
	c.Header("Access-Control-Allow-Origin", "*")
	resource := c.Query("resource")
	if resource == "" || !strings.Contains(resource, ":") {
		h.refuse(c, http.StatusBadRequest)
		return
	}
	doc, err := h.fingers.Get(resource, func() ([]byte, error) {
		a, err := h.named(c, resource)
		if err != nil {
			return nil, err
		}
		return h.write.WebFinger(a)
	})
	if err != nil {
		h.fail(c, err)
		return
	}
	c.Data(http.StatusOK, "application/jrd+json", doc)
}

// named finds the actor of "acct:name@host", of the site's own handle "acct:host@host", or of an address.
func (h *Handler) named(c *gin.Context, resource string) (*models.Actor, error) {
	ctx := c.Request.Context()
	unknown := &models.Error{Code: models.NotFound, Message: "Nobody of this name is here."}
	var a *models.Actor
	var err error
	if handle, ok := strings.CutPrefix(resource, "acct:"); ok {
		name, host, ok := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
		if !ok || !strings.EqualFold(host, h.site.Host()) {
			return nil, unknown
		}
		if strings.EqualFold(name, h.site.Host()) {
			return h.site.Self(), nil
		}
		a, err = h.site.ActorNamed(ctx, name, "")
	} else if a, err = h.site.ActorByURI(ctx, resource); err == nil && !a.Here() {
		return nil, unknown
	}
	if err != nil {
		return nil, err
	}
	if a.Silenced() || !a.Public() {
		return nil, unknown
	}
	return a, nil
}

func (h *Handler) hostMeta(c *gin.Context) {
	doc, err := h.write.HostMeta()
	if err != nil {
		h.fail(c, err)
		return
	}
	c.Data(http.StatusOK, "application/xrd+xml", doc)
}

func (h *Handler) nodeInfoLinks(c *gin.Context) {
	doc, err := h.write.NodeInfoLinks("/nodeinfo/2.1")
	if err != nil {
		h.fail(c, err)
		return
	}
	c.Data(http.StatusOK, "application/json", doc)
}

func (h *Handler) nodeInfo(c *gin.Context) {
	ctx := c.Request.Context()
	usage, err := h.site.Usage(ctx)
	if err != nil {
		h.fail(c, err)
		return
	}
	info, err := h.fed.SiteInfo(ctx)
	if err != nil {
		h.fail(c, err)
		return
	}
	doc, err := h.write.NodeInfo(h.version, info, wire.Usage{
		People: usage.People, ActiveMonth: usage.Month, ActiveHalfYear: usage.HalfYear,
		Posts: usage.Posts, Replies: usage.Replies,
	})
	if err != nil {
		h.fail(c, err)
		return
	}
	c.Data(http.StatusOK, `application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.1#"`, doc)
}
