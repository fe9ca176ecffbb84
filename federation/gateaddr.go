package federation

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"syscall"
)

// mayGo tells whether a request to u may be made at all. What address a name stands for is seen only
// when it is dialled, and checked then.
func (g *Gate) mayGo(u *url.URL) error {
	if g.cfg.Policy == nil || !g.cfg.Policy.Allows(u.Host) {
		return fmt.Errorf("%w: %s", ErrDenied, u.Host)
	}
	if u.Scheme == "http" && len(g.cfg.PrivateNetworks) == 0 {
		return fmt.Errorf("%w: %s", ErrInsecure, u.Host)
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err == nil {
		return g.mayDial(u.Scheme, addr)
	}
	return nil
}

// mayDial tells whether addr may be contacted, and over this scheme.
func (g *Gate) mayDial(scheme string, addr netip.Addr) error {
	for _, p := range g.cfg.PrivateNetworks {
		if p.Contains(addr) {
			return nil
		}
	}
	if !isPublic(addr) {
		return fmt.Errorf("%w: %s", ErrPrivate, addr)
	}
	if scheme == "http" {
		return fmt.Errorf("%w: %s", ErrInsecure, addr)
	}
	return nil
}

// dialer makes the dial function of one scheme. The check sits between the resolver and the socket: it
// sees each address that would be connected to, however the name came to stand for it and however often
// that changes.
func (g *Gate) dialer(scheme string) func(ctx context.Context, network, address string) (net.Conn, error) {
	d := &net.Dialer{
		Timeout: g.wait.dial,
		ControlContext: func(_ context.Context, network, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil || (network != "tcp4" && network != "tcp6") {
				return fmt.Errorf("%w: %s %s", ErrPrivate, network, address)
			}
			return g.mayDial(scheme, at.Addr())
		},
	}
	return func(ctx context.Context, _, address string) (net.Conn, error) {
		if g.cfg.Lookup == nil {
			return d.DialContext(ctx, "tcp", address)
		}
		return g.dialEach(ctx, d, address)
	}
}

// dialEach resolves by the Lookup of the configuration and tries one address after the other.
func (g *Gate) dialEach(ctx context.Context, d *net.Dialer, address string) (net.Conn, error) {
	name, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("dial: %w", err)
	}
	addrs, err := g.cfg.Lookup(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("look up %s: %w", name, err)
	}
	fails := []error{fmt.Errorf("%s has no address that answers", name)}
	for _, a := range addrs {
		conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort(a.String(), port))
		if err == nil {
			return conn, nil
		}
		fails = append(fails, err)
	}
	return nil, errors.Join(fails...)
}

// globalIPv6 is what IANA has given out for use in public; everything outside is special, such as
// loopback, link-local, multicast, unique local, mapped IPv4 and NAT64.
var globalIPv6 = netip.MustParsePrefix("2000::/3")

// special are the networks that are not public, from the IANA special-purpose registries (RFC 6890 and
// its updates), for IPv6 those inside globalIPv6.
var special = parsePrefixes(
	"0.0.0.0/8",       // this network
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // carriers' own
	"127.0.0.0/8",     // loopback
	"169.254.0.0/16",  // link-local, and metadata of cloud providers
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // documentation
	"192.31.196.0/24", // AS112
	"192.52.193.0/24", // multicast tunnels
	"192.88.99.0/24",  // 6to4 relays
	"192.168.0.0/16",  // private
	"192.175.48.0/24", // AS112
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/4",     // multicast
	"240.0.0.0/4",     // reserved, and broadcast
	"2001::/23",       // protocol assignments, Teredo and ORCHID among them
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4, which holds an IPv4 address
	"2620:4f:8000::/48",
	"3fff::/20", // documentation
)

func parsePrefixes(texts ...string) (list []netip.Prefix) {
	for _, s := range texts {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}

// isPublic tells whether addr is one that anybody may have on the internet. IPv4 mapped into IPv6 is not:
// the dialler never uses that form.
func isPublic(addr netip.Addr) bool {
	if addr.Is6() && !globalIPv6.Contains(addr) {
		return false
	}
	for _, p := range special {
		if p.Contains(addr) {
			return false
		}
	}
	return addr.IsValid() && addr.Zone() == ""
}
