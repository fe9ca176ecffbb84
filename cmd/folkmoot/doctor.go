package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/folkmoot/folkmoot/models"
	"github.com/folkmoot/folkmoot/models/db"
)

type doctorCommand struct{}

// Run looks at everything that a site needs, from this machine and as others see it, and says of what is not
// well what to do about it. It fails when something is wrong, and not for what is only worth knowing.
func (c *doctorCommand) Run(ctx context.Context, sh *shell) error {
	conf, err := sh.config()
	if err != nil {
		return err
	}
	conf.LogLevel = max(conf.LogLevel, slog.LevelError)
	d := &doctor{shell: sh, conf: conf}
	d.settings()
	d.folder()
	if err := d.store(ctx); err != nil {
		return err
	}
	d.files(ctx)
	d.scanner(ctx)
	d.readers()
	d.mail(ctx)
	d.address(ctx)
	d.certificate(ctx)
	if d.ills > 0 {
		return advise("\n%d of these would keep the site from working. See above for what to do.", d.ills)
	}
	sh.say("\nAll is well.")
	return nil
}

// A doctor looks at one thing after the other and says what it found.
type doctor struct {
	*shell
	conf Config
	ills int

	key *models.KeyPair // the site's own; nil: it was never started
}

func (d *doctor) fine(what, format string, args ...any) { d.tell("ok", what, format, args...) }

// note is for what may be as it is meant to be.
func (d *doctor) note(what, format string, args ...any) { d.tell("note", what, format, args...) }

// ill is for what must be mended. The text says how.
func (d *doctor) ill(what, format string, args ...any) {
	d.ills++
	d.tell("WRONG", what, format, args...)
}

func (d *doctor) tell(state, what, format string, args ...any) {
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", "\n       ")
	d.say("%-5s  %s: %s", state, what, text)
}

// settings says what the settings give up.
func (d *doctor) settings() {
	if len(d.conf.PrivateNetworks) > 0 {
		d.note("Private networks", "%v may be contacted, over plain http too.\n"+
			"Leave FOLKMOOT_PRIVATE_NETWORKS empty unless partner sites are in there.", d.conf.PrivateNetworks)
	}
	if !d.conf.Limits {
		d.note("Limits", "rate limits are off, so anybody can try passwords without end. Take FOLKMOOT_LIMITS=off away after measuring.")
	}
	if strings.HasPrefix(d.conf.URL, "http://") {
		d.note("Address", "%s is plain http: passwords cross the network readable, and other sites refuse it.\n"+
			"That is for trying things on one machine. Set FOLKMOOT_URL to an https address for people.", d.conf.URL)
	}
}

// store looks at the database, and at what is in it as far as that tells how the site is.
func (d *doctor) store(ctx context.Context) error {
	store, err := openStore(ctx, d.conf, outfit{log: d.conf.logger(d.err)})
	if err != nil {
		d.ill("Database", "%s", explain(err))
		return nil
	}
	site := models.NewSite(models.Config{DB: store, Base: d.conf.URL, Host: d.conf.Host})
	if d.database(ctx, store, site) {
		err = d.contents(ctx, site)
	}
	return errors.Join(err, store.Close())
}

// database tells whether the database is of this version, whole, and that of the address.
func (d *doctor) database(ctx context.Context, store *db.DB, site *models.Site) bool {
	pending, err := store.Pending(ctx)
	if err != nil {
		d.ill("Database", "it cannot be read: %v.", err)
		return false
	}
	if err := store.Check(ctx); err != nil {
		d.ill("Database", "%v.\nStop the site, keep a copy of what is there, and restore the last backup.", err)
		return false
	}
	size, err := store.Size(ctx)
	if err != nil {
		d.ill("Database", "%v.", err)
		return false
	}
	if blank, err := store.Blank(ctx); err == nil && blank {
		d.note("Database", "there is no site in it yet. One is begun at the first start, or now by: folkmoot migrate\n"+
			"If you meant another, set FOLKMOOT_DATA or FOLKMOOT_DATABASE.")
		return false
	}
	if len(pending) > 0 {
		d.note("Database", "%d changes of its tables are due. They are made at the next start, or now by: folkmoot migrate", len(pending))
		return false
	}
	if err := site.FitsBase(ctx); err != nil {
		d.ill("Database", "%s", explain(baseAdvice(err)))
		return false
	}
	d.fine("Database", "%s, whole, up to date, %s.", store.Kind(), inBytes(size))
	return true
}

// contents looks at who is on the site, what waits for others, and what time it is there.
func (d *doctor) contents(ctx context.Context, site *models.Site) error {
	has, err := site.HasAccounts(ctx)
	if err != nil {
		return err
	}
	if !has {
		d.note("People", "nobody has an account yet. Start the site and follow the link that it prints, or use: folkmoot account create --admin")
	}
	policy := site.Policy(ctx)
	if policy.Mode == models.ModeAllowlist && len(policy.Rules) == 0 {
		d.note("Federation", "only sites on the list are dealt with, and the list is empty. Add one with: folkmoot federation allow HOST")
	}
	self, err := site.ActorNamed(ctx, d.conf.Host, "")
	if err == nil {
		d.key, err = site.Key(ctx, self.ID)
	}
	if err != nil && !models.IsRefusal(err) {
		return err
	}
	peers, err := site.Peers(ctx)
	if err != nil {
		return err
	}
	for _, p := range peers {
		if q := p.Queue; q != nil && (q.Fails > 0 || q.Parked > 0) {
			d.note("Deliveries", "%s: %d wait and %d were given up; the last answer was: %s", p.Host, q.Waiting, q.Parked, q.LastError)
		}
	}
	d.clock(ctx, site, peers)
	return nil
}

func inBytes(n int64) string {
	switch {
	case n < 1<<20:
		return fmt.Sprintf("%d KiB", n>>10)
	case n < 10<<30:
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d GiB", n>>30)
}
