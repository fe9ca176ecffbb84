package response

import (
	"net/url"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/web"
)

// article is an article as lists and its page show it; nil when the item is none.
func article(it *models.Item) *web.Article {
	a, ok := it.Detail.(*models.Article)
	if !ok || a == nil {
		return nil
	}
	shown := &web.Article{Summary: a.Summary, Minutes: it.Minutes(), Episode: Episode(a)}
	if all := pictures(it); len(all) > 0 {
		shown.Cover = &all[0]
	}
	return shown
}

// Episode is the recording of an article, nil when it has none.
func Episode(a *models.Article) *web.Episode {
	e := &web.Episode{Length: time.Duration(a.AudioSeconds) * time.Second}
	switch {
	case a.Audio != nil && a.Audio.State == models.FileReady:
		e.URL, e.Type = a.Audio.Path(), a.Audio.MediaType
	case a.Audio != nil && a.Audio.State == models.FilePending:
		e.Checking = true
	case a.AudioURL != "":
		u, err := url.Parse(a.AudioURL)
		if err != nil {
			return nil
		}
		e.Link, e.Site, e.Type = a.AudioURL, u.Host, a.AudioType
	default:
		return nil
	}
	return e
}
