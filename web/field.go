package web

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"
)

func orText(kind string) string {
	if kind == "" {
		return "text"
	}
	return kind
}

func fieldID(f Field) string {
	if f.ID != "" {
		return f.ID
	}
	return f.Name
}

// fieldAttrs are the attributes that not every field has.
func fieldAttrs(f Field) templ.Attributes {
	a := describedBy(fieldID(f), f.Hint, f.Error)
	if f.Limit > 0 {
		a["data-limit"] = strconv.Itoa(f.Limit)
	}
	if f.Auto != "" {
		a["autocomplete"] = f.Auto
	}
	if f.Numeric {
		a["inputmode"] = "numeric"
	}
	if f.Kept {
		a["data-kept"] = "yes"
	}
	if f.Plain {
		a["spellcheck"], a["autocapitalize"] = "false", "none"
	}
	return a
}

// describedBy ties a field to its hint and its error.
func describedBy(name, hint, wrong string) templ.Attributes {
	a := templ.Attributes{}
	ids := ""
	if hint != "" {
		ids = name + "-hint"
	}
	if wrong != "" {
		if ids != "" {
			ids += " "
		}
		ids += name + "-error"
	}
	if ids != "" {
		a["aria-describedby"] = ids
	}
	if wrong != "" {
		a["aria-invalid"] = "true"
	}
	return a
}

// choiceID is the id of the nth choice; the first has the field's own, so that the error summary leads to it.
func choiceID(name string, n int) string {
	if n == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(n+1)
}

func picked(values []string, value string) bool { return slices.Contains(values, value) }

// errorOrder lists the fields that are wrong in the order of the page, then the others by name.
func errorOrder(errs Errors, order []string) (names []string) {
	for _, name := range order {
		if _, wrong := errs[name]; wrong {
			names = append(names, name)
		}
	}
	for _, name := range sortedKeys(errs) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// errorTarget is where an error leads to: its field, or the page's main part when the form has no such field.
func errorTarget(name string, order []string) string {
	if len(order) > 0 && !slices.Contains(order, name) {
		return "main"
	}
	return name
}

// yes is what is picked of a single checkbox.
func yes(on bool) []string {
	if !on {
		return nil
	}
	return []string{"yes"}
}

// choiceNote ties one choice to its hint, whose id differs from that of the hint of the whole question.
func choiceNote(id, hint string) templ.Attributes {
	if hint == "" {
		return nil
	}
	return templ.Attributes{"aria-describedby": id + "-note"}
}
