package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/folkmoot/folkmoot/models"
)

// opening is how long ago the people of the demo came.
const opening = 23 * 24 * time.Hour

// perform plays the play. What crosses from one site to another does so by federation and nothing else: it is
// written on the site of whoever says it, and the next one answers when it has arrived.
func (d *demo) perform(ctx context.Context) error {
	d.clock.set(time.Now().Add(-opening))
	for _, step := range []func(context.Context) error{d.furnish, d.found, d.gather, d.speak} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// furnish gives each site its settings, its people and its list of friends.
func (d *demo) furnish(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range d.sites {
		group.Go(func() error {
			for _, other := range d.sites {
				if other == s {
					continue
				}
				err := s.site.SetPolicy(ctx, nil, models.PolicyChange{Host: other.conf.Host, Allow: true, Reason: "Partner site, agreed by both boards."})
				if err != nil {
					return err
				}
			}
			if err := s.site.SetPolicy(ctx, nil, models.PolicyChange{Mode: models.ModeAllowlist}); err != nil {
				return err
			}
			for n, p := range s.people {
				if err := s.admit(ctx, p, n == 0); err != nil {
					return fmt.Errorf("%s: %w", p.name, err)
				}
			}
			return s.site.SetSettings(ctx, nil, models.Settings{
				Name: s.name, Region: s.region, Contact: s.contact, About: unwrap(s.about), Accent: s.accent, SetUp: true,
			})
		})
	}
	return group.Wait()
}

func (s *stage) admit(ctx context.Context, p demoPerson, admin bool) error {
	acc, err := s.site.AddAccount(ctx, models.NewAccount{
		Name: p.name, Title: p.title, Email: email(s.demoSite, p), Password: demoPassword, Admin: admin,
	})
	if err != nil {
		return err
	}
	return s.site.SetProfile(ctx, acc.Actor, models.ProfileForm{
		Title: p.title, About: p.about, Organisation: p.organisation, Role: p.role, Place: p.place, AskAbout: p.askAbout,
	})
}

// found makes the communities.
func (d *demo) found(ctx context.Context) error {
	for _, s := range d.sites {
		for _, c := range s.communities {
			organiser, err := s.site.ActorNamed(ctx, c.organiser, "")
			if err != nil {
				return err
			}
			community, err := s.site.FoundCommunity(ctx, organiser, c.charter)
			if err != nil {
				return fmt.Errorf("%s: %w", c.charter.Name, err)
			}
			for name := range strings.FieldsSeq(c.facilitators) {
				who, err := s.site.ActorNamed(ctx, name, "")
				if err != nil {
					return err
				}
				if _, err := s.site.Join(ctx, who, community); err != nil {
					return err
				}
				if err := s.site.Appoint(ctx, nil, community, who, models.Facilitator, nil); err != nil {
					return fmt.Errorf("appoint %s: %w", name, err)
				}
			}
		}
	}
	return nil
}

// gather lets people join, here and from site to site, and lets in those who had to ask.
func (d *demo) gather(ctx context.Context) error {
	for _, s := range d.sites {
		for _, c := range s.communities {
			for name := range strings.FieldsSeq(c.members + " " + c.waiting) {
				if err := d.join(ctx, name, s, c.charter.Name); err != nil {
					return fmt.Errorf("%s joins %s: %w", name, c.charter.Name, err)
				}
			}
		}
	}
	if err := d.settle(ctx); err != nil {
		return err
	}
	for _, s := range d.sites {
		for _, c := range s.communities {
			if c.charter.Joining != models.JoinRequest {
				continue
			}
			for name := range strings.FieldsSeq(c.members) {
				if err := d.approve(ctx, name, s, c.charter.Name); err != nil {
					return fmt.Errorf("let %s into %s: %w", name, c.charter.Name, err)
				}
			}
		}
	}
	return d.settle(ctx)
}

// join makes "name" or "name@site" a member of a community of home.
func (d *demo) join(ctx context.Context, name string, home *stage, community string) error {
	from, who, err := d.person(ctx, name, home)
	if err != nil {
		return err
	}
	target, err := from.fed.Actor(ctx, "@"+community+"@"+home.conf.Host)
	if err != nil {
		return err
	}
	_, err = from.site.Join(ctx, who, target)
	return err
}

func (d *demo) approve(ctx context.Context, name string, home *stage, community string) error {
	from, who, err := d.person(ctx, name, home)
	if err != nil {
		return err
	}
	if from != home {
		if who, err = home.site.ActorNamed(ctx, who.Name, from.conf.Host); err != nil {
			return err
		}
	}
	target, err := home.site.CommunityNamed(ctx, community, "")
	if err != nil {
		return err
	}
	return home.site.Approve(ctx, nil, target, who, true)
}

// person finds "name@site", or with home also "name", on their own site.
func (d *demo) person(ctx context.Context, name string, home *stage) (*stage, *models.Actor, error) {
	name, key, elsewhere := strings.Cut(name, "@")
	if elsewhere {
		home = d.stage(key)
	}
	who, err := home.site.ActorNamed(ctx, name, "")
	if err != nil {
		return nil, nil, fmt.Errorf("%s@%s: %w", name, home.key, err)
	}
	return home, who, nil
}

// A moment of the play: what happens, and when.
type moment struct {
	at time.Time
	do func(context.Context) error

	spreads bool // the others wait until they have heard of it
}

// speak plays all threads at once, in the order of their times.
func (d *demo) speak(ctx context.Context) error {
	var all []moment
	for _, t := range play() {
		moments, err := d.moments(t)
		if err != nil {
			return fmt.Errorf("%s: %w", t.title, err)
		}
		all = append(all, moments...)
	}
	for _, e := range calendar {
		moments, err := d.holding(e)
		if err != nil {
			return fmt.Errorf("%s: %w", e.title, err)
		}
		all = append(all, moments...)
	}
	for _, p := range knowledge {
		moments, err := d.writing(p)
		if err != nil {
			return fmt.Errorf("%s: %w", p.title, err)
		}
		all = append(all, moments...)
	}
	for _, doc := range shelf {
		moments, err := d.shelving(doc)
		if err != nil {
			return fmt.Errorf("%s: %w", doc.title, err)
		}
		all = append(all, moments...)
	}
	for _, a := range articles {
		moments, err := d.telling(a)
		if err != nil {
			return fmt.Errorf("%s: %w", a.title, err)
		}
		all = append(all, moments...)
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	for _, m := range all {
		d.clock.set(m.at)
		if err := m.do(ctx); err != nil {
			return err
		}
		if !m.spreads {
			continue
		}
		if err := d.settle(ctx); err != nil {
			return err
		}
	}
	d.clock.set(time.Now())
	for _, s := range d.sites {
		if err := s.site.DoDue(ctx); err != nil { // what waited for its time
			return err
		}
	}
	return d.settle(ctx)
}

// settle lets the sites work until nothing is left to do on any of them. The clock stands still meanwhile.
func (d *demo) settle(ctx context.Context) error {
	for range 100 {
		var did atomic.Int64
		group, ctx := errgroup.WithContext(ctx)
		for _, s := range d.sites {
			group.Go(func() error {
				n, err := s.runner.Drain(ctx)
				did.Add(int64(n))
				if err != nil {
					return fmt.Errorf("%s: %w", s.name, err)
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil || did.Load() == 0 {
			return err
		}
	}
	return errors.New("the sites talk to each other without end")
}
