package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/folkmoot/folkmoot/models"
)

// editedAfter is when somebody changes what they wrote, and likedAfter when others have found it.
const (
	likedAfter  = 9 * time.Minute
	editedAfter = 15 * time.Minute
)

// A thread is a demoThread while it is played: what has been said so far, by its id on the wire.
type thread struct {
	demoThread
	demo *demo
	home *stage
	said []string // the post, and then each reply; "" before it is said
}

// moments are what happens in a thread, in its order.
func (d *demo) moments(t demoThread) ([]moment, error) {
	at, err := timeOf(t.at, time.Now())
	if err != nil {
		return nil, err
	}
	_, key, _ := strings.Cut(t.in, "@")
	th := &thread{demoThread: t, demo: d, home: d.stage(key), said: make([]string, 1+len(t.replies))}
	all := []moment{{at, th.post, true}, {at.Add(likedAfter), th.liked(0, t.likes), false}}
	for n, r := range t.replies {
		after, err := time.ParseDuration(r.after)
		if err != nil {
			return nil, err
		}
		at = at.Add(after)
		all = append(all, moment{at, th.reply(n), true}, moment{at.Add(likedAfter), th.liked(n+1, r.likes), false})
		if r.edited != "" {
			all = append(all, moment{at.Add(editedAfter), th.edit(n), true})
		}
		if r.removed != "" {
			all = append(all, moment{at.Add(editedAfter), th.moderate(n+1, (*models.Site).Remove, r.removed), true})
		}
	}
	at = at.Add(2 * editedAfter)
	for _, act := range []struct {
		wanted bool
		do     func(*models.Site, context.Context, *models.Actor, *models.Item, bool, string, *models.Origin) error
		reason string
	}{
		{t.pinned, (*models.Site).Pin, ""},
		{t.locked != "", (*models.Site).Lock, t.locked},
		{t.removed != "", (*models.Site).Remove, t.removed},
	} {
		if act.wanted {
			all = append(all, moment{at, th.moderate(0, act.do, act.reason), true})
		}
	}
	return all, nil
}

// timeOf reads "12d 09:30": twelve days before now, at half past nine.
func timeOf(s string, now time.Time) (time.Time, error) {
	var days, hour, minute int
	if _, err := fmt.Sscanf(s, "%dd %d:%d", &days, &hour, &minute); err != nil {
		return time.Time{}, fmt.Errorf("%q is no time of the play: %w", s, err)
	}
	return time.Date(now.Year(), now.Month(), now.Day()-days, hour, minute, 0, 0, now.Location()), nil
}

func (t *thread) post(ctx context.Context) error {
	from, by, err := t.demo.person(ctx, t.by, nil)
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(t.in, "@")
	in, err := from.fed.Actor(ctx, "@"+name+"@"+t.home.conf.Host)
	if err != nil {
		return err
	}
	return t.publish(ctx, from, 0, models.Draft{Kind: models.Post, By: by, In: in, Title: t.title, Source: t.body})
}

func (t *thread) reply(n int) func(context.Context) error {
	r := t.replies[n]
	return func(ctx context.Context) error {
		from, by, err := t.demo.person(ctx, r.by, nil)
		if err != nil {
			return err
		}
		to, in, err := t.item(ctx, from, r.to)
		if err != nil {
			return err
		}
		return t.publish(ctx, from, n+1, models.Draft{Kind: models.Reply, By: by, In: in, InReplyTo: to, Source: r.body})
	}
}

// publish says something on the site of whoever says it.
func (t *thread) publish(ctx context.Context, from *stage, n int, draft models.Draft) error {
	draft.Source, draft.Language = cast(draft.Source, t.demo.host), "en"
	from.fed.LookUp(ctx, draft.Source)
	it, err := from.site.Publish(ctx, draft)
	if err != nil {
		return fmt.Errorf("%s speaks in %q: %w", draft.By.Name, t.title, err)
	}
	t.said[n] = it.URI
	return nil
}

func (t *thread) edit(n int) func(context.Context) error {
	r := t.replies[n]
	return func(ctx context.Context) error {
		from, by, err := t.demo.person(ctx, r.by, nil)
		if err != nil {
			return err
		}
		it, _, err := t.item(ctx, from, n+1)
		if err != nil {
			return err
		}
		_, err = from.site.Revise(ctx, it, models.Draft{By: by, Source: cast(r.edited, t.demo.host), Language: "en"})
		return err
	}
}

// liked has somebody like the n-th thing that was said.
func (t *thread) liked(n int, by string) func(context.Context) error {
	return func(ctx context.Context) error {
		for name := range strings.FieldsSeq(by) {
			from, who, err := t.demo.person(ctx, name, nil)
			if err != nil {
				return err
			}
			it, _, err := t.item(ctx, from, n)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := from.site.Like(ctx, who, it, models.Likes, nil); err != nil {
				return fmt.Errorf("%s likes %q: %w", name, t.title, err)
			}
		}
		return nil
	}
}

// moderate has the community's organiser do something with the n-th thing that was said.
func (t *thread) moderate(n int, do func(*models.Site, context.Context, *models.Actor, *models.Item, bool, string, *models.Origin) error,
	reason string,
) func(context.Context) error {
	return func(ctx context.Context) error {
		it, in, err := t.item(ctx, t.home, n)
		if err != nil {
			return err
		}
		all, err := t.home.site.Facilitators(ctx, in.ID)
		if err != nil {
			return err
		}
		return do(t.home.site, ctx, all[0], it, true, reason, nil)
	}
}

// item is the n-th thing that was said, as it has arrived on a site, with its community.
func (t *thread) item(ctx context.Context, on *stage, n int) (it *models.Item, in *models.Actor, err error) {
	if it, err = on.site.ItemByURI(ctx, t.said[n]); err != nil {
		return nil, nil, fmt.Errorf("part %d of %q has not reached %s: %w", n, t.title, on.name, err)
	}
	in, err = on.site.Actor(ctx, it.CommunityID)
	return it, in, err
}

// host is the host of a site of the play.
func (d *demo) host(key string) string { return d.stage(key).conf.Host }
