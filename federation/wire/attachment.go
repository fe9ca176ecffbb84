package wire

import (
	"html"
	"mime"
	"strings"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/limits"
	"github.com/folkmoot/folkmoot/models/text"
)

// readAttachments reads what is attached, up to the limit: pictures stay pictures, and anything else (a
// page that the post is about, a file, the original of something that we cannot show) becomes a link
// below the text, unless it is in the text already.
func (it *Item) readAttachments(o *Object, asLink bool) {
	attached := o.Inlines("attachment")
	for _, a := range attached[:min(len(attached), limits.Attachments)] {
		if it.Kind == models.DocumentKind && isVersion(a) { // see readDocument
			continue
		}
		address := addressOf(a)
		if address == "" {
			continue
		}
		name, _ := a.Text("name", it.Language)
		name = strings.TrimSpace(name)
		switch mediaType := pictureType(a); {
		case mediaType != "":
			it.Pictures = append(it.Pictures, models.Picture{URL: address, MediaType: mediaType, Alt: name})
		case it.Kind == models.EventKind && name == websiteName: // see readEvent
		case it.Kind == models.ArticleKind && isAudio(a): // see readArticle
		default:
			it.addLink(address, name)
		}
	}
	if page := o.link("url"); page != "" && page != it.URL { // Lotide: the page that the post is about
		it.addLink(page, "")
	}
	if asLink {
		it.addLink(it.URL, "")
	}
}

// addressOf is where what is attached can be had; "" when it does not say.
func addressOf(a *Object) string {
	if address := a.link("href"); address != "" {
		return address
	}
	return a.link("url")
}

// pictureType gives the media type of an attachment that is a picture, "image/*" where it is not told,
// and "" for anything else.
func pictureType(a *Object) string {
	mediaType, _, err := mime.ParseMediaType(a.String("mediaType"))
	if err != nil {
		mediaType = ""
	}
	switch {
	case strings.HasPrefix(mediaType, "image/"):
		return mediaType
	case a.Type() == "Image" && mediaType == "":
		return "image/*"
	}
	return ""
}

// addLink puts a link below the text.
func (it *Item) addLink(address, words string) {
	href := html.EscapeString(address)
	if strings.Contains(it.HTML, `"`+href+`"`) || strings.Contains(it.HTML, `"`+address+`"`) {
		return
	}
	if words = text.CleanLine(words, limits.TitleRunes); words == "" {
		words = address
	}
	it.HTML += `<p><a href="` + href + `">` + html.EscapeString(words) + `</a></p>`
}
