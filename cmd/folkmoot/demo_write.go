package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// A demoPage is a page that the people of the play write together.
type demoPage struct {
	in, title string
	below     string // title of the page above it
	protected bool
	review    int // days from now until somebody should look at it again; 0: never
	states    []demoState
}

// A demoState is one revision of a page.
type demoState struct {
	by, at, note string
	body         string // as it is in the source: the lines of a page count
}

// A sheet is one such page on the way to its readers.
type sheet struct {
	demoPage
	demo *demo
	uri  string
}

// writing are the moments of a page: it is begun, and changed by one after another, each on their own site.
func (d *demo) writing(p demoPage) ([]moment, error) {
	s := &sheet{demoPage: p, demo: d}
	var all []moment
	for n, state := range p.states {
		at, err := timeOf(state.at, time.Now())
		if err != nil {
			return nil, err
		}
		write := s.change
		if n == 0 {
			write = s.begin
		}
		all = append(all, moment{at, func(ctx context.Context) error { return write(ctx, state) }, true})
	}
	return all, nil
}

func (s *sheet) begin(ctx context.Context, state demoState) error {
	name, key, _ := strings.Cut(s.in, "@")
	home := s.demo.stage(key)
	_, by, err := s.demo.person(ctx, state.by, nil)
	if err != nil {
		return err
	}
	in, err := home.site.CommunityNamed(ctx, name, "")
	if err != nil {
		return err
	}
	detail := new(models.WikiPage)
	if s.review != 0 {
		detail.ReviewOn = time.Now().AddDate(0, 0, s.review).Format(time.DateOnly)
	}
	if s.below != "" {
		lines, err := home.site.Wiki(ctx, models.Viewer{Actor: by}, in.ID)
		if err != nil {
			return err
		}
		for _, l := range lines {
			if l.Title == s.below {
				detail.ParentID = l.ID
			}
		}
	}
	it, err := home.site.WritePage(ctx, models.Draft{By: by, In: in, Title: s.title, Source: strings.TrimSpace(state.body), Detail: detail, Language: "en"}, state.note)
	if err != nil {
		return fmt.Errorf("%s: %w", s.title, err)
	}
	if s.uri = it.URI; s.protected {
		organiser, err := home.site.Facilitators(ctx, in.ID)
		if err != nil {
			return err
		}
		return home.site.Protect(ctx, organiser[0], it, true)
	}
	return nil
}

func (s *sheet) change(ctx context.Context, state demoState) error {
	from, by, err := s.demo.person(ctx, state.by, nil)
	if err != nil {
		return err
	}
	it, err := from.fed.Item(ctx, s.uri)
	if err != nil {
		return fmt.Errorf("%s looks for %s: %w", state.by, s.title, err)
	}
	now, err := from.site.CurrentRevision(ctx, it.ID)
	if err != nil {
		return err
	}
	_, err = from.site.EditPage(ctx, it, models.Draft{By: by, Title: s.title, Source: strings.TrimSpace(state.body), Language: "en"}, now.Number, state.note)
	if err != nil {
		return fmt.Errorf("%s changes %s: %w", state.by, s.title, err)
	}
	return from.site.DoDue(ctx)
}
