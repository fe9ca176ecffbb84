package pages

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/folkmoot/folkmoot/handlers/request"
	"github.com/folkmoot/folkmoot/handlers/response"
	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// relatedShown is how many related articles stand below one.
const relatedShown = 3

// articleFields are the fields of an article, and its part of its page.
type articleFields struct{}

func (articleFields) begin(*gin.Context, *Pages, *room, *web.Composer) error { return nil }

func (articleFields) typed(f *request.Form) web.Extra {
	fields := &web.ArticleFields{
		Summary: f.Line("summary"), AudioURL: f.Line("audio_url"), Length: f.Line("length"), Transcript: f.Text("transcript"), AudioID: f.Line("audio_id"),
	}
	if f.Is("audio_off", "yes") {
		fields.AudioID = ""
	}
	return fields
}

func (articleFields) stored(d models.Detail) web.Extra {
	a, ok := d.(*models.Article)
	if !ok {
		return new(web.ArticleFields)
	}
	f := &web.ArticleFields{Summary: a.Summary, AudioURL: a.AudioURL, Transcript: a.Transcript, Length: clockLength(a.AudioSeconds)}
	named(f, a)
	return f
}

// named says which recording there is.
func named(f *web.ArticleFields, a *models.Article) {
	if a.AudioID != 0 {
		f.AudioID = strconv.FormatInt(a.AudioID, 10)
	}
	if a.Audio != nil {
		f.AudioName, f.Checking = a.Audio.Name, a.Audio.State == models.FilePending
	}
}

func (articleFields) read(typed web.Extra, old models.Detail, wrong web.Errors) models.Detail {
	f, a := typed.(*web.ArticleFields), new(models.Article)
	if was, ok := old.(*models.Article); ok {
		*a = *was
	}
	a.Summary, a.AudioURL, a.Transcript = f.Summary, f.AudioURL, f.Transcript
	id, err := strconv.ParseInt(f.AudioID, 10, 64)
	if err != nil {
		id, f.AudioID = 0, ""
	}
	if a.AudioID != id {
		a.AudioID, a.Audio = id, nil
	}
	named(f, a)
	if a.AudioSeconds, err = lengthOf(f.Length); err != nil {
		wrong["length"] = "Enter minutes and seconds, such as 24:30."
	}
	return a
}

// take keeps the recording that came with the form.
func (articleFields) take(c *gin.Context, p *Pages, v *request.Visitor, in *models.Actor, l *letter) error {
	f, err := request.ReadForm(c)
	if err != nil {
		return err
	}
	file := f.File("audio")
	if file == nil || l.preview && byHTMX(c) {
		return nil
	}
	if err := p.Limits.Take(c.Request, request.ToUpload, v.Actor.Name); err != nil {
		return err
	}
	body, err := file.Open()
	if err != nil {
		return fmt.Errorf("open upload: %w", err)
	}
	defer func() { _ = body.Close() }() // it was only read
	kept, err := p.Site.TakeFile(c.Request.Context(), v.Actor, in, file.Filename, body)
	var refused *models.Error
	switch {
	case errors.As(err, &refused) && refused.Fields["file"] != "":
		l.wrong["audio"] = refused.Fields["file"]
		return nil
	case err != nil:
		return err
	case !strings.HasPrefix(kept.MediaType, "audio/"):
		l.wrong["audio"] = "Choose a recording: an MP3, M4A or Ogg file."
		return nil
	}
	a := l.detail.(*models.Article)
	a.AudioID, a.Audio, a.AudioURL = kept.ID, kept, ""
	named(l.extra.(*web.ArticleFields), a)
	return nil
}

func (articleFields) publish(ctx context.Context, s *models.Site, d models.Draft, _ web.Extra) (*models.Item, error) {
	return s.Publish(ctx, d)
}

func (articleFields) revise(ctx context.Context, s *models.Site, it *models.Item, d models.Draft, _ web.Extra) (*models.Item, error) {
	return s.Revise(ctx, it, d)
}

// show adds the transcript and related articles, and puts the cover over the words.
func (articleFields) show(c *gin.Context, p *Pages, f *found, view *web.ThreadView) error {
	shown, ok := view.Post.Detail.(*web.Article)
	if !ok {
		return nil
	}
	ctx, v := c.Request.Context(), request.VisitorOf(c)
	if shown.Cover != nil {
		view.Post.Pictures = view.Post.Pictures[1:]
	}
	blog, err := p.blogOf(c, f)
	if err != nil {
		return err
	}
	page := &web.ArticlePage{Blog: blog}
	if a := f.item.Detail.(*models.Article); a.Transcript != "" {
		said, err := p.Site.Preview(ctx, a.Transcript)
		if err != nil {
			return err
		}
		page.Transcript = said
	}
	related, err := p.Site.Related(ctx, v.Viewer, f.item, relatedShown)
	if err != nil {
		return err
	}
	show, err := p.Out.Show(ctx, v, related)
	if err != nil {
		return err
	}
	page.Related = show.Items(related)
	shown.Page = page
	return nil
}

// blogOf leads to the blog of an article: of its community, of the site, or of its author.
func (p *Pages) blogOf(c *gin.Context, f *found) (web.BlogLink, error) {
	a, ok := f.item.Detail.(*models.Article)
	switch {
	case f.room != nil:
		return web.BlogLink{Name: f.room.community.Display(), URL: f.room.path("/blog")}, nil
	case ok && a.OfSite:
		set, err := p.Site.Settings(c.Request.Context())
		return web.BlogLink{Name: set.Name, URL: "/blog"}, err
	case f.item.Author == nil || !f.item.Author.GoneAt.IsZero():
		return web.BlogLink{}, nil
	}
	return web.BlogLink{Name: response.Person(c.Request.Context(), f.item.Author).Name, URL: f.item.Author.Path() + "/blog"}, nil
}

var errLength = errors.New("no length of time")

// lengthOf reads minutes and seconds, "24:30", or with hours, "1:24:30", or minutes alone.
func lengthOf(typed string) (seconds int, err error) {
	if typed == "" {
		return 0, nil
	}
	parts := strings.Split(strings.ReplaceAll(typed, ".", ":"), ":")
	if len(parts) > 3 {
		return 0, errLength
	}
	for n, part := range parts {
		value, err := strconv.Atoi(part)
		if err != nil || value < 0 || value > 1440 || n > 0 && value > 59 {
			return 0, errLength
		}
		seconds = seconds*60 + value
	}
	if len(parts) == 1 {
		seconds *= 60
	}
	return seconds, nil
}

// clockLength says seconds as lengthOf reads them.
func clockLength(seconds int) string {
	switch {
	case seconds == 0:
		return ""
	case seconds >= 60*60:
		return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	}
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}
