package response

import (
	"fmt"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// Document is a document as lists show it; nil when the item is none.
func Document(it *models.Item, now time.Time) *web.Document {
	d, ok := it.Detail.(*models.Document)
	if !ok || d == nil {
		return nil
	}
	shown := &web.Document{
		URL: it.Path(), Title: it.Title, Number: d.Number, Name: d.Name, Type: models.TypeWords(d.MediaType, d.Name), Size: models.SizeWords(d.Size), At: d.VersionAt,
		Authors: d.Authors, Licence: models.LicenceOf(d.Licence), Due: d.NeedsReview(now), Tags: it.Tags, Downloads: d.Downloads, Used: d.Used, Replies: it.ReplyCount,
		Held: it.Visibility == models.Held, Trouble: d.Trouble,
	}
	if day, err := time.Parse(time.DateOnly, d.Review); err == nil {
		shown.Review = day
	}
	if d.Previewed && d.Number > 0 {
		shown.Preview = fmt.Sprintf("%s/preview/%d", it.Path(), d.Number)
	}
	return shown
}
