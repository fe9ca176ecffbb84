package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	netmail "net/mail"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

type demoCommand struct {
	Port int `default:"8101" help:"The first of the three ports; where one is taken, another is used."`
}

// demoPassword is that of everybody in the demo.
const demoPassword = "warm tea and toast"

// Run starts three sites in one process, which deal with each other by real requests, signed as any. They are
// filled with people and talk the first time, and gone with Ctrl-C unless --data names a folder to keep them in.
func (c *demoCommand) Run(ctx context.Context, sh *shell) (err error) {
	d := &demo{shell: sh, keep: sh.flags.Data != nil}
	if err := d.folder(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.clear()) }()
	d.say("Starting three sites …")
	err = d.open(ctx, c.Port)
	if err == nil {
		err = d.run(ctx)
	}
	if ctx.Err() != nil {
		err = nil // told to stop, perhaps before it was ready
	}
	return errors.Join(err, d.close())
}

// A demo is three sites on this machine.
type demo struct {
	*shell
	dir   string
	keep  bool
	note  demoNote
	clock demoClock
	sites []*stage
}

// A stage is one of the sites, and what the play knows it by.
type stage struct {
	demoSite
	*server
	at net.Listener
}

// A demoNote is what the folder says of itself: the ports are part of every address in it.
type demoNote struct {
	Ports  []int `json:"ports"`
	Filled bool  `json:"filled"` // the play was played to its end
}

const demoNoteName = "demo.json"

// folder finds or makes the folder. One in which a play was broken off is emptied of it.
func (d *demo) folder() error {
	if !d.keep {
		var err error
		d.dir, err = os.MkdirTemp("", "folkmoot-demo-")
		return err
	}
	d.dir = *d.flags.Data
	data, err := os.ReadFile(filepath.Join(d.dir, demoNoteName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return os.MkdirAll(d.dir, 0o750)
	case err != nil:
		return fmt.Errorf("open the demo's folder: %w", err)
	}
	if err := json.Unmarshal(data, &d.note); err != nil || len(d.note.Ports) != len(theatre) {
		return advise("%s is not of a demo. Name another folder with --data.", filepath.Join(d.dir, demoNoteName))
	}
	if d.note.Filled {
		return nil
	}
	for _, s := range theatre {
		if err := os.RemoveAll(filepath.Join(d.dir, s.key)); err != nil {
			return fmt.Errorf("begin the demo again: %w", err)
		}
	}
	return nil
}

func (d *demo) saveNote() error {
	data, err := json.Marshal(d.note)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.dir, demoNoteName), data, 0o600)
}

// clear leaves nothing behind.
func (d *demo) clear() error {
	if d.keep {
		return nil
	}
	return os.RemoveAll(d.dir)
}

// open starts the sites, which do nothing yet.
func (d *demo) open(ctx context.Context, port int) error {
	kept := len(d.note.Ports) > 0
	for n, s := range theatre {
		at := port
		switch {
		case kept:
			at = d.note.Ports[n]
		case port > 0:
			at += n
		}
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(at)))
		if err != nil && !kept {
			l, err = net.Listen("tcp", "127.0.0.1:0")
		}
		if err != nil {
			return advise("Port %d, on which %s was, is taken: %v.\nEnd the program that uses it, or name another folder with --data.", at, s.name, err)
		}
		if !kept {
			d.note.Ports = append(d.note.Ports, l.Addr().(*net.TCPAddr).Port)
		}
		conf := demoConfig(s, d.note.Ports[n], d.dir)
		srv, err := newServer(ctx, conf, outfit{log: conf.logger(d.err).With("site", s.label), now: d.clock.now})
		if err != nil {
			return errors.Join(err, l.Close())
		}
		d.sites = append(d.sites, &stage{demoSite: s, server: srv, at: l})
	}
	return d.saveNote()
}

// demoConfig are the settings of one site. Rate limits are off: three sites that fill each other in a few
// seconds look like a flood.
func demoConfig(s demoSite, port int, dir string) Config {
	host := fmt.Sprintf("%s.localhost:%d", s.label, port)
	data := filepath.Join(dir, s.key)
	base := "http://" + host
	return Config{
		URL: base, Host: host, Data: data, Database: filepath.Join(data, "folkmoot.db"), LogLevel: slog.LevelWarn,
		MailFrom:        netmail.Address{Address: mailFor(base)}, // and no mail server: nothing leaves the machine
		PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
	}
}

func (d *demo) close() error {
	var err error
	for _, s := range d.sites {
		err = errors.Join(err, s.server.close())
	}
	return err
}

// run lets the sites answer, plays the play where there is none yet, and then lets them work until ctx ends.
func (d *demo) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, s := range d.sites {
		group.Go(func() error { return s.answer(ctx, s.at, s.handler) })
	}
	group.Go(func() error {
		if err := d.fill(ctx); err != nil {
			return fmt.Errorf("fill the demo: %w", err)
		}
		d.show()
		for _, s := range d.sites {
			group.Go(func() error { return s.work(ctx) })
		}
		return nil
	})
	return group.Wait()
}

func (d *demo) fill(ctx context.Context) error {
	if d.note.Filled {
		return nil
	}
	d.say("Filling three sites with people and talk. This takes some seconds …")
	if err := d.perform(ctx); err != nil {
		return err
	}
	d.clock.set(time.Time{})
	d.note.Filled = true
	return d.saveNote()
}

// show says where the sites are and what to do with them.
func (d *demo) show() {
	d.say("\nThree sites run on this machine and talk to each other. Everybody in them is invented.\n")
	var names []string
	for _, s := range d.sites {
		d.say("  %-28s %s", s.name, s.conf.URL)
		d.say("  %-28s sign in as %s, who runs this site, or %s", "", email(s.demoSite, s.people[0]), email(s.demoSite, s.people[3]))
		host, _, _ := strings.Cut(s.conf.Host, ":")
		names = append(names, host)
	}
	d.say("\nThe password of everybody is: %s\n", demoPassword)
	city, charity := d.stage("city"), d.stage("charity")
	d.say("Try this: post here, see it there. Sign in at %s as %s, open", city.name, email(city.demoSite, city.people[3]))
	d.say("  %s/c/helpline-practice@%s", city.conf.URL, charity.conf.Host)
	d.say("and reply to the newest thread. A second later your reply is on the charity's own site:")
	d.say("  %s/c/helpline-practice\n", charity.conf.URL)
	if _, err := net.LookupHost(names[0]); err != nil {
		d.say("If your browser does not find these names, add this line to the machine's hosts file:\n  127.0.0.1 %s\n", strings.Join(names, " "))
	}
	if d.keep {
		d.say("Ctrl-C ends it. It is kept in %s.", d.dir)
	} else {
		d.say("Ctrl-C ends it and leaves nothing behind.")
	}
}

func (d *demo) stage(key string) *stage {
	for _, s := range d.sites {
		if s.key == key {
			return s
		}
	}
	return nil
}

func email(s demoSite, p demoPerson) string { return p.name + "@" + s.label + ".example" }

// A demoClock tells the play what time it is: each moment of it in its turn, and in the end the real time.
type demoClock struct{ at atomic.Pointer[time.Time] }

func (c *demoClock) now() time.Time {
	if at := c.at.Load(); at != nil && !at.IsZero() {
		return *at
	}
	return time.Now()
}

// set stops the clock at a moment; at the zero one it runs on as the machine's does.
func (c *demoClock) set(at time.Time) { c.at.Store(&at) }
