package wire

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// articleForm is Article with a summary, a cover in image, and a Note to show in its place (FEP-b2b8). An Article that names
// no community in its audience comes from a blog; with one it is a topic of a forum, and a post here.
var articleForm = &Form{Kind: models.ArticleKind, Type: "Article", Is: isArticle, Read: readArticle, Write: Writer.articleTerms}

// transcriptTerm is what is said in an episode, as Markdown.
const transcriptTerm = "transcript"

func isArticle(o *Object) bool {
	if kind := ourString(o, kindTerm); kind != "" || o.Has("history") { // pages that are written together have one
		return kind == string(models.ArticleKind.Name)
	}
	name, _ := o.Text("name", "")
	return strings.TrimSpace(name) != "" && !o.Has("audience") && !o.Has("folkmoot:"+kindTerm)
}

// articleTerms gives what an article says besides title and text.
func (w Writer) articleTerms(it *models.Item) document {
	a, ok := it.Detail.(*models.Article)
	if !ok {
		return nil
	}
	summary := a.Summary
	if summary == "" {
		summary = leadOf(it.Said())
	}
	pictures := w.attachments(it)
	more := document{"preview": w.previewOf(it, summary, pictures)}
	if summary != "" {
		more["summary"] = "<p>" + html.EscapeString(summary) + "</p>"
	}
	if len(pictures) > 0 && pictures[0]["type"] == "Image" {
		more["image"] = pictures[0]
	}
	if episode := w.episode(it, a); episode != nil {
		more["attachment"] = append(pictures, episode)
	}
	if a.Transcript != "" {
		more["folkmoot:"+transcriptTerm] = a.Transcript
	}
	return more
}

// previewOf is what software shows that has no room for an article: its title, its summary and the way to it.
func (w Writer) previewOf(it *models.Item, summary string, pictures []document) document {
	link := html.EscapeString(it.URL)
	content := "<p><strong>" + html.EscapeString(it.Title) + "</strong></p>"
	if summary != "" {
		content += "<p>" + html.EscapeString(summary) + "</p>"
	}
	note := document{
		"type": "Note", "attributedTo": voice(it, models.ArticleKind).URI, "published": moment(it.PublishedAt),
		"content": content + `<p><a href="` + link + `">` + link + `</a></p>`,
	}
	if len(pictures) > 0 {
		note["attachment"] = pictures[:1]
	}
	return note
}

// episode is the recording that goes with an article; nil when there is none that anybody may have.
func (w Writer) episode(it *models.Item, a *models.Article) document {
	doc := document{"type": "Audio", "name": it.Title}
	switch {
	case a.Audio != nil && a.Audio.State == models.FileReady:
		doc["url"], doc["mediaType"], doc["size"] = w.Base+a.Audio.Path(), a.Audio.MediaType, a.Audio.Size
	case a.AudioURL != "":
		doc["url"], doc["mediaType"] = a.AudioURL, a.AudioType
		if a.AudioType == "" {
			doc["mediaType"] = "audio/mpeg"
		}
		if a.AudioBytes > 0 {
			doc["size"] = a.AudioBytes
		}
	default:
		return nil
	}
	if a.AudioSeconds > 0 {
		doc["duration"] = fmt.Sprintf("PT%dS", a.AudioSeconds)
	}
	return doc
}

// readArticle reads the summary, which blogs give as plain text or as HTML, or only in the Note in place of the article; the
// cover; and the first recording.
func readArticle(o *Object, it *Item) error {
	a := &models.Article{Transcript: ourString(o, transcriptTerm)}
	a.Summary = text.CleanLine(text.Clean(it.Summary).Plain(), 10*models.MaxSummary)
	if note := o.Inline("preview"); note != nil && a.Summary == "" {
		words, _ := note.Text("content", it.Language)
		a.Summary = text.Summary(text.Clean(words).Plain(), models.MaxSummary)
	}
	it.readCover(o)
	attached := o.Inlines("attachment")
	for _, part := range attached[:min(len(attached), limits.Attachments)] {
		if address := addressOf(part); isAudio(part) && address != "" {
			a.AudioURL, a.AudioType, a.AudioSeconds = address, part.String("mediaType"), seconds(part.String("duration"))
			a.AudioBytes = int64(max(0, part.Count("size")))
			break
		}
	}
	it.Detail = a
	return nil
}

// readCover puts the picture of an article first, where it stands only once. A cover at the head of the text would be shown
// a second time.
func (it *Item) readCover(o *Object) {
	cover := o.Inline("image")
	address := o.String("image")
	if cover != nil {
		address = addressOf(cover)
	}
	if checkID("image", address) != nil {
		return
	}
	first := models.Picture{URL: address, MediaType: "image/*"}
	if cover != nil {
		first.Alt, _ = cover.Text("name", it.Language)
		if mediaType := pictureType(cover); mediaType != "" {
			first.MediaType = mediaType
		}
	}
	it.Pictures = slices.DeleteFunc(it.Pictures, func(p models.Picture) bool {
		if p.URL == address && first.Alt == "" {
			first.Alt = p.Alt
		}
		return p.URL == address
	})
	it.Pictures = append([]models.Picture{first}, it.Pictures...)
}

func isAudio(a *Object) bool {
	return strings.HasPrefix(a.String("mediaType"), "audio/") || a.Type() == "Audio" && a.String("mediaType") == ""
}

// seconds reads a time such as "PT24M30S" (ISO 8601), without days; 0 for what is none.
func seconds(duration string) int {
	rest, ok := strings.CutPrefix(duration, "PT")
	if !ok {
		if n, err := strconv.Atoi(duration); err == nil && n > 0 {
			return n
		}
		return 0
	}
	d, err := time.ParseDuration(strings.ToLower(rest))
	if err != nil || d < 0 {
		return 0
	}
	return int(d.Seconds())
}
