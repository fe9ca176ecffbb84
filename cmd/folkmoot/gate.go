package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
)

// siteGate is the way out of a site: where its policy and its settings let it go.
func siteGate(conf Config, site *models.Site) *federation.Gate {
	g := federation.GateConfig{
		Policy: site, PrivateNetworks: conf.PrivateNetworks,
		UserAgent: federation.UserAgent(programVersion(), conf.URL), Now: site.DB().Now,
	}
	if isLocalName(conf.Host) {
		g.Lookup = lookup
	}
	return federation.NewGate(g)
}

// nearGate leads to this site itself, wherever it stands: on this machine or in the network beside it.
func nearGate() *federation.Gate {
	near := []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")}
	return federation.NewGate(federation.GateConfig{
		Policy: anyHost{}, PrivateNetworks: near, Lookup: lookup, UserAgent: "folkmoot/" + programVersion() + " (asks itself)",
	})
}

// anyHost is the policy of a gate that asks this site itself, which no list is about.
type anyHost struct{}

func (anyHost) Allows(string) bool { return true }

// isLocalName tells whether a host, with or without a port, is a name for this machine.
func isLocalName(host string) bool {
	name, _, _ := strings.Cut(host, ":")
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// lookup resolves names as the system does, except that every name under "localhost" is this machine. RFC 6761
// asks that of resolvers; browsers do so, and many systems do not.
func lookup(ctx context.Context, name string) ([]netip.Addr, error) {
	if isLocalName(name) {
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}, nil
	}
	addrs, err := net.DefaultResolver.LookupNetIP(ctx, "ip", name)
	if err != nil {
		return nil, fmt.Errorf("resolve: %w", err)
	}
	return addrs, nil
}
