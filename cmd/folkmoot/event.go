package main

import (
	"context"

	"github.com/folkmoot/folkmoot/models"
)

type eventCommands struct {
	Add    eventAddCommand    `cmd:"" help:"Add an event to a community of this site, or a series of them."`
	Answer eventAnswerCommand `cmd:"" help:"Say whether somebody comes to an event, of this site or another."`
	Cancel eventCancelCommand `cmd:"" help:"Cancel an event. It stays where it is, and those who answered are told."`
}

type eventAddCommand struct {
	As       string `required:"" help:"Account of whoever adds it." placeholder:"ACCOUNT"`
	In       string `required:"" help:"Community: a name." placeholder:"COMMUNITY"`
	Title    string `required:"" help:"What it is called."`
	Start    string `required:"" help:"When it begins, by the clock on the wall: 2027-01-15T12:00." placeholder:"TIME"`
	End      string `help:"When it ends; without it the end is open." placeholder:"TIME"`
	Timezone string `required:"" help:"Time zone of both: Europe/London." placeholder:"ZONE"`
	Place    string `help:"Where it is."`
	Online   string `help:"Page where it is, for all to open." placeholder:"URL"`
	Room     string `help:"Link to the room, which only those see who have a place." placeholder:"URL"`
	Capacity int    `help:"How many places there are; without it there is no limit." placeholder:"N"`
	Rule     string `help:"Rule by which it comes again, with an end: FREQ=WEEKLY;COUNT=6." placeholder:"RRULE"`
	Body     string `help:"What it is about, in Markdown."`
}

// Run adds an event and prints its address on the last line; of a series, that of the first one.
func (c *eventAddCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withSite(ctx, func(p *program) error {
		by, err := p.person(ctx, c.As)
		if err != nil {
			return err
		}
		in, err := p.community(ctx, c.In)
		if err != nil {
			return err
		}
		p.fed.LookUp(ctx, c.Body)
		it, err := p.site.PublishSeries(ctx, models.Draft{
			Kind: models.EventKind, By: by, In: in, Title: c.Title, Source: c.Body, Language: "en",
			Detail: &models.Event{
				Begins: c.Start, Ends: c.End, Zone: c.Timezone, Place: c.Place, Online: c.Online, Room: c.Room, Capacity: c.Capacity,
			},
		}, c.Rule)
		if err != nil {
			return err
		}
		sh.say("Added to %s: %s.\n%s", in.Display(), whenOf(it), it.URI)
		return nil
	})
}

// whenOf says when an event begins, in its own zone.
func whenOf(it *models.Item) string {
	e, ok := it.Detail.(*models.Event)
	if !ok {
		return ""
	}
	return e.Start().Format("Monday 2 January 2006, 15:04") + " (" + e.Zone + ")"
}

type eventAnswerCommand struct {
	As   string `required:"" help:"Account of whoever answers." placeholder:"ACCOUNT"`
	Says string `arg:"" enum:"yes,no,maybe" help:"yes, no or maybe."`
	URL  string `arg:"" name:"event-url" help:"Address of the event, from here or elsewhere."`
}

// Run answers, and tells what became of it.
func (c *eventAnswerCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withItem(ctx, c.As, c.URL, func(p *program, by *models.Actor, it *models.Item) error {
		a, err := p.site.Answer(ctx, models.Answer{ItemID: it.ID, ActorID: by.ID, Says: models.Says(c.Says)}, nil)
		if err != nil {
			return err
		}
		sh.say("%s", seatWords[a.State])
		return nil
	})
}

// seatWords tell what became of an answer.
var seatWords = map[models.Seat]string{
	"":             "Noted.",
	models.Coming:  "Noted: there is a place.",
	models.Waiting: "Noted. Every place is taken: the first in the line moves up by itself when one becomes free.",
	models.Asked:   "Noted. Those who hold it have yet to say yes.",
	models.Turned:  "Those who hold it have said no.",
}

type eventCancelCommand struct {
	As  string `required:"" help:"Account of whoever cancels it." placeholder:"ACCOUNT"`
	URL string `arg:"" name:"event-url" help:"Address of the event."`
	All bool   `help:"Of a series, all that follow it too."`
}

// Run cancels.
func (c *eventCancelCommand) Run(ctx context.Context, sh *shell) error {
	return sh.withItem(ctx, c.As, c.URL, func(p *program, by *models.Actor, it *models.Item) error {
		was, ok := it.Detail.(*models.Event)
		if !ok {
			return advise("This is no event: %s", c.URL)
		}
		e := *was
		e.Status = models.Cancelled
		revise := p.site.Revise
		if c.All {
			revise = p.site.ReviseFollowing
		}
		_, err := revise(ctx, it, models.Draft{By: by, Title: it.Title, Source: it.Source, Language: it.Language, Detail: &e})
		if err != nil {
			return err
		}
		sh.say("Cancelled: %s. Those who answered are told.", it.Title)
		return nil
	})
}
