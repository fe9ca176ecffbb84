package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// A demoEvent is something that the people of the play hold.
type demoEvent struct {
	in, by     string
	at         string // when it was added, as in demoThread
	day        int    // days from now
	from, to   string // wall times, "12:30"
	title      string
	body       string
	event      models.Event // place, links, capacity and the like
	rule       string
	yes, maybe string // who answers, with spaces between them
	cancelled  bool
}

// An occasion is one such event on the way to its people.
type occasion struct {
	demoEvent
	demo *demo
	uri  string
}

// holding are the moments of an event: it is added, people answer, and it may be cancelled.
func (d *demo) holding(e demoEvent) ([]moment, error) {
	at, err := timeOf(e.at, time.Now())
	if err != nil {
		return nil, err
	}
	o := &occasion{demoEvent: e, demo: d}
	all := []moment{{at, o.add, true}, {at.Add(likedAfter), o.answered, true}}
	if e.cancelled {
		all = append(all, moment{at.Add(2 * editedAfter), o.cancel, true})
	}
	return all, nil
}

func (o *occasion) add(ctx context.Context) error {
	name, key, _ := strings.Cut(o.in, "@")
	home := o.demo.stage(key)
	_, by, err := o.demo.person(ctx, o.by, nil)
	if err != nil {
		return err
	}
	in, err := home.site.CommunityNamed(ctx, name, "")
	if err != nil {
		return err
	}
	day := time.Now().AddDate(0, 0, o.day).Format(time.DateOnly)
	event := o.event
	event.Begins, event.Ends, event.Zone = day+"T"+o.from, day+"T"+o.to, "Europe/London"
	it, err := home.site.PublishSeries(ctx, models.Draft{
		Kind: models.EventKind, By: by, In: in, Title: o.title, Source: unwrap(o.body), Detail: &event, Language: "en",
	}, o.rule)
	if err != nil {
		return fmt.Errorf("%s: %w", o.title, err)
	}
	o.uri = it.URI
	return nil
}

// answered has people say yes or maybe, each on their own site.
func (o *occasion) answered(ctx context.Context) error {
	for says, names := range map[models.Says]string{models.SaysYes: o.yes, models.SaysMaybe: o.maybe} {
		for name := range strings.FieldsSeq(names) {
			from, who, err := o.demo.person(ctx, name, nil)
			if err != nil {
				return err
			}
			it, err := from.fed.Item(ctx, o.uri)
			if err != nil {
				return fmt.Errorf("%s looks for %s: %w", name, o.title, err)
			}
			if _, err := from.site.Answer(ctx, models.Answer{ItemID: it.ID, ActorID: who.ID, Says: says, Shown: true}, nil); err != nil {
				return fmt.Errorf("%s answers %s: %w", name, o.title, err)
			}
		}
	}
	return nil
}

func (o *occasion) cancel(ctx context.Context) error {
	from, by, err := o.demo.person(ctx, o.by, nil)
	if err != nil {
		return err
	}
	it, err := from.site.ItemByURI(ctx, o.uri)
	if err != nil {
		return err
	}
	_, err = from.site.SetStatus(ctx, by, it, models.Cancelled, false)
	return err
}
