package web

import (
	"context"
	"strings"
)

func adminPath(room AdminRoom) string {
	if room == AdminHome {
		return "/admin"
	}
	return "/admin/" + string(room)
}

// ModeName is what a mode is called.
func ModeName(ctx context.Context, mode string) string {
	for _, c := range modeChoices(ctx) {
		if c.Value == mode {
			return c.Label
		}
	}
	return mode
}

// ModeMeaning says in a sentence what a mode means.
func ModeMeaning(ctx context.Context, mode string) string {
	for _, c := range modeChoices(ctx) {
		if c.Value == mode {
			return c.Hint
		}
	}
	return ""
}

// joinNonEmpty puts a dot between the parts that say something.
func joinNonEmpty(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, " · ")
}
