package pages

import (
	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
)

// File sends a file that somebody added, if the visitor may see what refers to it. Its name in the address is for people.
func (p *Pages) File(c *gin.Context) error {
	id, err := request.ID(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	f, err := p.Site.FileVisible(ctx, request.VisitorOf(c).Viewer, id)
	if err != nil {
		return err
	}
	open, err := p.Site.FilePublic(ctx, f)
	if err != nil {
		return err
	}
	content, err := p.Site.OpenFile(ctx, f)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // it was only read
	return p.Out.Stored(c, f, open, content)
}

// FileThumb sends the small picture of a file.
func (p *Pages) FileThumb(c *gin.Context) error {
	id, err := request.ID(c)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	f, err := p.Site.FileVisible(ctx, request.VisitorOf(c).Viewer, id)
	if err != nil {
		return err
	}
	return p.thumb(c, f)
}

// thumb sends the small picture of a file to those who may see it.
func (p *Pages) thumb(c *gin.Context, f *models.File) error {
	content, err := p.Site.OpenThumb(c.Request.Context(), f)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }() // it was only read
	mediaType := "image/jpeg"
	head := make([]byte, 4)
	if _, err := content.ReadAt(head, 0); err == nil && string(head) == "\x89PNG" {
		mediaType = "image/png"
	}
	return p.Out.Picture(c, mediaType, f.ThumbSum, false, content)
}
