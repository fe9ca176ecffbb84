package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/folkmoot/folkmoot/models"
)

// bodyRows is how many lines the field for the words shows.
func bodyRows(c Composer) string {
	if c.Tall {
		return "20"
	}
	return "6"
}

// bodyID is the id of the field that is named body; a page may have two composers.
func bodyID(c Composer) string { return c.ID + "-body" }

func formEncoding(c Composer) string {
	if _, files := c.Extra.(*DocumentFields); files || c.Pictures {
		return "multipart/form-data"
	}
	return "application/x-www-form-urlencoded"
}

func draftAttr(c Composer) templ.Attributes {
	if c.Draft == "" {
		return nil
	}
	return templ.Attributes{"data-draft": c.Draft}
}

// suggestAttrs has a script ask what is like the title once whoever types it pauses.
func suggestAttrs(c Composer) templ.Attributes {
	if !c.Suggests {
		return nil
	}
	return templ.Attributes{
		"hx-get": "/similar", "hx-trigger": "input delay:700ms from:find input", "hx-include": "find input",
		"hx-target": "#" + c.ID + "-similar", "hx-swap": "innerHTML", "hx-sync": "this:replace",
	}
}

func openAttr(open bool) templ.Attributes {
	if !open {
		return nil
	}
	return templ.Attributes{"open": true}
}

// pictureNumbers are the pictures that may still be added; only one is offered at first, to keep the form short.
func pictureNumbers(c Composer) (numbers []string) {
	offer := min(2, models.MaxPictures-len(c.Kept))
	for n := 1; n <= models.MaxPictures; n++ {
		s := strconv.Itoa(n)
		if n <= offer || c.Errors["picture"+s] != "" || c.Errors["alt"+s] != "" {
			numbers = append(numbers, s)
		}
	}
	return numbers
}

func pictureWrong(errs Errors) bool {
	for name := range errs {
		if strings.HasPrefix(name, "picture") || strings.HasPrefix(name, "alt") {
			return true
		}
	}
	return false
}

// composerErrors renames what is wrong with the body to the id that its field has on the page.
func composerErrors(c Composer) Errors {
	if len(c.Errors) == 0 {
		return nil
	}
	renamed := Errors{}
	for name, message := range c.Errors {
		if name == "body" {
			name = bodyID(c)
		}
		renamed[name] = message
	}
	return renamed
}

func composerOrder(c Composer) []string {
	above, below := extraOrder(c)
	order := slices.Concat([]string{"in", "title"}, above, []string{bodyID(c)}, below)
	for _, k := range c.below() {
		order = append(order, "alt-"+k.ID)
	}
	for n := 1; n <= models.MaxPictures; n++ {
		order = append(order, "picture"+strconv.Itoa(n), "alt"+strconv.Itoa(n))
	}
	return order
}

func extraOrder(c Composer) (above, below []string) {
	if c.Extra == nil {
		return nil, nil
	}
	return c.Extra.Order()
}

// titleHint helps with the title of a discussion. That of anything else is its name.
func titleHint(ctx context.Context, k *models.Kind) string {
	switch k {
	case models.Post:
		return T(ctx, "compose.title_hint")
	case models.WikiPageKind:
		return T(ctx, "wiki_form.title_hint")
	case models.DocumentKind:
		return T(ctx, "document_form.title_hint")
	}
	return ""
}
