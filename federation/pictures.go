package federation

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/blob"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/queue"
)

// fetchPicture is the job that makes our own copy of a picture of another site, so that no page has to
// load anything from there. What is no picture stays a link.
func (s *Server) fetchPicture(ctx context.Context, j *queue.Job) error {
	what := string(j.Payload)
	address, err := s.site.PictureWanted(ctx, what)
	if err != nil || address == "" || s.site.Files() == nil {
		return err
	}
	got, err := s.gate.FetchMedia(WithBudget(ctx), address, "image/jpeg, image/png, image/gif, image/webp")
	if isFinal(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("fetch picture: %w", err)
	}
	kept, err := blob.PutPicture(ctx, s.site.Files(), bytes.NewReader(got.Body), limits.MediaBytes)
	var unfit *blob.PictureError
	if errors.As(err, &unfit) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("keep picture: %w", err)
	}
	return s.site.KeepPicture(ctx, what, &models.Media{
		RemoteURL: address, Sum: kept.Sum, ThumbSum: kept.ThumbSum,
		MediaType: kept.MediaType, Width: kept.Width, Height: kept.Height, Size: kept.Size,
	})
}
