package pages

import (
	"context"
	"errors"
	"fmt"
	"mime/multipart"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/models"
)

// maxFiles is how many files one form takes.
const maxFiles = 50

// takeFiles makes files of all that a form brings: those that were taken when it was sent before ("kept"), those that came in parts
// ("upload"), and those in the form itself ("file"). What is wrong with one is said in wrong, by its name in front; the others are
// taken all the same, and a form that is shown again names them in "kept", so that nothing has to be sent twice.
func (p *Pages) takeFiles(c *gin.Context, v *request.Visitor, in *models.Actor, f *request.Form) (taken []*models.File, wrong []string, err error) {
	ctx := c.Request.Context()
	for _, value := range f.All("kept") {
		id, err := strconv.ParseInt(value, 10, 64)
		if err != nil || len(taken) == maxFiles {
			continue
		}
		kept, err := p.Site.OwnFile(ctx, v.Actor, in, id)
		if err != nil && !models.IsRefusal(err) {
			return taken, wrong, err
		}
		if err == nil {
			taken = append(taken, kept)
		}
	}
	add := func(name string, take func() (*models.File, error)) error {
		if len(taken) >= maxFiles {
			return nil
		}
		file, err := take()
		if models.IsRefusal(err) {
			wrong = append(wrong, fileTrouble(name, err))
			return nil
		}
		if err == nil {
			taken = append(taken, file)
		}
		return err
	}
	for _, id := range f.All("upload") {
		if id == "" {
			continue
		}
		name := ""
		if u, err := p.Site.Upload(ctx, v.Actor, id); err == nil {
			name = u.Name
		}
		if err := add(name, func() (*models.File, error) { return p.Site.TakeUpload(ctx, v.Actor, in, id) }); err != nil {
			return taken, wrong, err
		}
	}
	for _, sent := range f.Files("file") {
		if err := add(sent.Filename, func() (*models.File, error) { return p.takeSent(ctx, v, in, sent) }); err != nil {
			return taken, wrong, err
		}
	}
	return taken, wrong, nil
}

func (p *Pages) takeSent(ctx context.Context, v *request.Visitor, in *models.Actor, sent *multipart.FileHeader) (*models.File, error) {
	if err := p.Site.MayTakeFile(ctx, v.Actor, in, sent.Size); err != nil {
		return nil, err
	}
	body, err := sent.Open()
	if err != nil {
		return nil, fmt.Errorf("open upload: %w", err)
	}
	file, err := p.Site.TakeFile(ctx, v.Actor, in, sent.Filename, body)
	return file, errors.Join(err, body.Close())
}

// fileTrouble is what is wrong with one of several files.
func fileTrouble(name string, err error) string {
	words := err.Error()
	var e *models.Error
	if errors.As(err, &e) && e.Fields["file"] != "" {
		words = e.Fields["file"]
	}
	if name == "" {
		return words
	}
	return name + ": " + words
}
