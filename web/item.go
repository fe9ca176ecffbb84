package web

import (
	"context"
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

func joined(words []string) string { return strings.Join(words, ", ") }

func buttonStyle(style string) string {
	switch style {
	case "secondary", "warning":
		return "govuk-button--" + style
	case "quiet":
		return "govuk-button--secondary"
	}
	return ""
}

func pressed(on bool) string { return strconv.FormatBool(on) }

func likeVerb(it Item) string {
	if it.Liked {
		return "/unlike"
	}
	return "/like"
}

// itemName says which item a button belongs to, for those who hear the buttons in a list.
func itemName(it Item) string {
	if it.Title != "" {
		return it.Title
	}
	return it.Author.Name
}

// firstPicture is what a list shows of a post's pictures.
func firstPicture(all []Picture) []Picture {
	if len(all) > 1 {
		return all[:1]
	}
	return all
}

func pictureAlt(ctx context.Context, p Picture) string {
	if p.Alt == "" {
		return T(ctx, "item.picture_unsaid")
	}
	return p.Alt
}

// sizeAttrs keep the page from jumping when pictures arrive.
func sizeAttrs(p Picture) templ.Attributes {
	if p.Width <= 0 || p.Height <= 0 {
		return nil
	}
	return templ.Attributes{"width": strconv.Itoa(p.Width), "height": strconv.Itoa(p.Height)}
}
