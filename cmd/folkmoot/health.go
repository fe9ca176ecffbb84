package main

import (
	"context"
	"net"
	"net/netip"

	"github.com/folkmoot/folkmoot/federation"
)

type healthCommand struct{}

// Run asks the server of this machine whether it is well. A container has no other program to ask with.
func (c *healthCommand) Run(ctx context.Context, sh *shell) error {
	conf, err := sh.config()
	if err != nil {
		return err
	}
	url, err := healthURL(conf.Listen)
	if err != nil {
		return err
	}
	gate := nearGate()
	defer gate.Close()
	if _, err := gate.Fetch(ctx, url, "text/plain", nil); err != nil {
		return advise("The site does not answer at %s: %v.", url, err)
	}
	sh.say("The site answers.")
	return nil
}

// healthURL is where a server that listens on an address of this machine answers to this machine.
func healthURL(listen string) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", advise("FOLKMOOT_LISTEN holds %q, which is no address.", listen)
	}
	if addr, err := netip.ParseAddr(host); host == "" || (err == nil && addr.IsUnspecified()) {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/healthz", nil
}

// anyHost is the policy of a gate that asks this site itself, which no list is about.
type anyHost struct{}

func (anyHost) Allows(string) bool { return true }

// nearGate leads to this site itself, wherever it stands: on this machine or in the network beside it.
func nearGate() *federation.Gate {
	var near []netip.Prefix
	for _, all := range []string{"0.0.0.0/0", "::/0"} {
		near = append(near, netip.MustParsePrefix(all))
	}
	return federation.NewGate(federation.GateConfig{
		Policy: anyHost{}, PrivateNetworks: near, UserAgent: "folkmoot/" + programVersion() + " (checks itself)",
	})
}
