package pages

import (
	"errors"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models/blob"
)

// Picture sends a picture, if the visitor may see what it hangs on.
func (p *Pages) Picture(c *gin.Context) error { return p.picture(c, false) }

// SmallPicture sends the small copy of it.
func (p *Pages) SmallPicture(c *gin.Context) error { return p.picture(c, true) }

func (p *Pages) picture(c *gin.Context, small bool) error {
	id, err := request.ID(c)
	if err != nil {
		return err
	}
	m, err := p.Site.Media(c.Request.Context(), request.VisitorOf(c).Viewer, id)
	if err != nil {
		return err
	}
	sum := m.Sum
	if small && m.ThumbSum != "" {
		sum = m.ThumbSum
	}
	file, err := p.Site.Files().Open(c.Request.Context(), sum)
	if errors.Is(err, blob.ErrNotFound) {
		return request.ErrNothing
	}
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // it was only read
	return p.Out.Picture(c, m.MediaType, sum, m.Open, file)
}
