package pages

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
)

// Companion leads from the address of the post beside an event or an article to that.
func (p *Pages) Companion(c *gin.Context) error {
	f, err := p.item(c)
	if err != nil {
		return err
	}
	return p.Out.Redirect(c, f.item.Path())
}

// Card is the picture of an event, with its title, when and where it is, and who holds it: what other software shows of
// it, and previews of links.
func (p *Pages) Card(c *gin.Context) error {
	f, err := p.item(c)
	if err != nil {
		return err
	}
	shown := response.Event(f.item, p.Site.DB().Now())
	if shown == nil || f.item.Withdrawn() {
		return request.ErrNothing
	}
	set, err := p.Site.Settings(c.Request.Context())
	if err != nil {
		return err
	}
	by := set.Name
	if f.room != nil {
		by = f.room.community.Display() + " · " + by
	}
	drawn := shown.Card(c.Request.Context(), by, set.Accent)
	sum := sha256.Sum256(fmt.Append(nil, drawn))
	name := hex.EncodeToString(sum[:])
	picture, known := p.cards.GetIfPresent(name)
	if !known {
		if picture, err = drawn.PNG(); err != nil {
			return err
		}
		p.cards.Set(name, picture)
	}
	return p.Out.Drawn(c, name, f.item.Visibility == models.Public, bytes.NewReader(picture))
}
