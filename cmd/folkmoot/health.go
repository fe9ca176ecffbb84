package main

import (
	"context"
	"net"
	"net/netip"
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
