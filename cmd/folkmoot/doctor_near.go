package main

import (
	"context"
	"os"
	"time"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
)

// What is left of a disk when it is time to say so, and when a database may stop at any moment.
const (
	littleDisk = 1 << 30
	noDisk     = 100 << 20
)

// folder tells whether the data folder can be written to, and how much room there is.
func (d *doctor) folder() {
	if err := os.MkdirAll(d.conf.Data, 0o750); err != nil {
		d.ill("Data folder", "%v.\nFOLKMOOT_DATA names it.", err)
		return
	}
	probe, err := os.CreateTemp(d.conf.Data, ".doctor-*")
	if err != nil {
		d.ill("Data folder", "nothing can be written there: %v.\nGive the user that runs the site rights to %s.", err, d.conf.Data)
		return
	}
	_ = probe.Close()
	if err := os.Remove(probe.Name()); err != nil {
		d.ill("Data folder", "what was written there cannot be deleted: %v.", err)
		return
	}
	info, err := os.Stat(d.conf.Data)
	if err == nil && info.Mode().Perm()&0o007 != 0 {
		d.note("Data folder", "everybody on this machine can look into it. Take that away with: chmod o-rwx %s", d.conf.Data)
	} else {
		d.fine("Data folder", "%s can be written to.", d.conf.Data)
	}
	d.disk()
}

func (d *doctor) disk() {
	free, err := freeDisk(d.conf.Data)
	switch {
	case err != nil:
		d.note("Disk", "how much room is left cannot be told: %v.", err)
	case free < noDisk:
		d.ill("Disk", "%s are left. Make room, or the site stops taking anything in.", inBytes(free))
	case free < littleDisk:
		d.note("Disk", "%s are left.", inBytes(free))
	default:
		d.fine("Disk", "%s are left.", inBytes(free))
	}
}

// How far a clock may be off. Other sites refuse signatures that are an hour old or ahead, some less.
const (
	clockOff   = time.Minute
	clockWrong = 15 * time.Minute
)

// askedForTime is how many other sites are asked what time it is.
const askedForTime = 3

// clock compares this machine's time with that of sites which have been heard of.
func (d *doctor) clock(ctx context.Context, site *models.Site, peers []*models.Peer) {
	gate := siteGate(d.conf, site)
	defer gate.Close()
	asked, most := 0, time.Duration(0)
	for _, p := range peers {
		if asked == askedForTime || !p.Allowed || p.HeardAt.IsZero() {
			continue
		}
		if off, ok := clockOf(ctx, gate, p.Host); ok {
			asked++
			most = max(most, off.Abs())
		}
	}
	switch {
	case asked == 0:
		d.note("Clock", "it is %s. No other site could be asked; compare it yourself.", time.Now().Format(time.RFC1123))
	case most > clockWrong:
		d.ill("Clock", "it differs from that of other sites by %s, so they refuse what this one signs.\nHave it set by the network (NTP).", most.Round(time.Minute))
	case most > clockOff:
		d.note("Clock", "it differs from that of other sites by %s. Have it set by the network (NTP).", most.Round(time.Second))
	default:
		d.fine("Clock", "it agrees with that of other sites.")
	}
}

// clockOf tells how far the clock of another site is ahead of ours.
func clockOf(ctx context.Context, gate *federation.Gate, host string) (time.Duration, bool) {
	for _, scheme := range []string{"https://", "http://"} {
		got, err := gate.Fetch(ctx, scheme+host+"/.well-known/nodeinfo", "application/json", nil)
		if err == nil && !got.Date.IsZero() {
			return time.Until(got.Date), true
		}
	}
	return 0, false
}
