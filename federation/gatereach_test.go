package federation

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation/federationtest"
)

// specialAddresses are the addresses that nothing outside may make us contact.
var specialAddresses = []string{
	"0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
	"172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1", "192.175.48.1",
	"198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
	"::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1",
	"100::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2620:4f:8000::1",
	"3fff::1", "4000::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
}

var publicAddresses = []string{"1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.17.0.1", "223.255.255.255", "2001:200::1", "2606:4700::1", "2a00::1", "3ffe::1"}

func TestN01_NoFeatureReachesAPrivateAddress(t *testing.T) {
	address, connections := listening(t, func(net.Conn) {})
	_, port, _ := net.SplitHostPort(address)
	proxy, proxied := listening(t, func(net.Conn) {})
	t.Setenv("HTTPS_PROXY", "http://"+proxy)
	t.Setenv("HTTP_PROXY", "http://"+proxy)
	inside := func(_ context.Context, name string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::ffff:127.0.0.1"), netip.MustParseAddr("0.0.0.0")}, nil
	}
	for _, g := range []*Gate{
		NewGate(GateConfig{Policy: allowAll{}}),
		NewGate(GateConfig{Policy: allowAll{}, Lookup: inside}),
		NewGate(GateConfig{Policy: allowAll{}, Lookup: inside, PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}),
	} {
		for _, host := range []string{"127.0.0.1", "localhost", "0.0.0.0", "[::1]"} {
			for _, scheme := range []string{"https", "http"} {
				url := scheme + "://" + host + ":" + port + "/"
				_, fetch := g.Fetch(t.Context(), url, AcceptActivity, nil)
				_, media := g.FetchMedia(t.Context(), url, "image/*")
				_, post := g.Post(t.Context(), url, []byte("{}"), nil)
				for _, err := range []error{fetch, media, post} {
					if !errors.Is(err, ErrPrivate) && !errors.Is(err, ErrInsecure) {
						t.Errorf("%s: %v", url, err)
					}
				}
			}
		}
		g.Close()
	}
	if connections.Load() != 0 || proxied.Load() != 0 {
		t.Errorf("%d connections, %d to the proxy", connections.Load(), proxied.Load())
	}
	// The same request does arrive where the address is one of ours.
	g := newGate(GateConfig{Policy: allowAll{}, PrivateNetworks: loopback, Lookup: inside}, impatient, nil)
	defer g.Close()
	if _, err := g.Fetch(t.Context(), "http://north.example:"+port+"/", "", nil); err == nil || connections.Load() == 0 {
		t.Errorf("%d connections to a network that is allowed: %v", connections.Load(), err)
	}
}

func TestN02_SpecialAddressesAreRefusedWhenDialled(t *testing.T) {
	var answer netip.Addr
	g := newGate(GateConfig{Policy: allowAll{}, Lookup: func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{answer}, nil
	}}, impatient, nil)
	dial := g.dialer("https")
	for _, s := range specialAddresses {
		answer = netip.MustParseAddr(s)
		if conn, err := dial(t.Context(), "tcp", "north.example:443"); !errors.Is(err, ErrPrivate) {
			t.Errorf("dialled %s: %v, %v", s, conn, err)
		}
		if err := g.mayDial("https", answer); !errors.Is(err, ErrPrivate) {
			t.Errorf("may dial %s: %v", s, err)
		}
	}
	for _, s := range publicAddresses {
		if err := g.mayDial("https", netip.MustParseAddr(s)); err != nil {
			t.Errorf("may not dial %s: %v", s, err)
		}
		if err := g.mayDial("http", netip.MustParseAddr(s)); !errors.Is(err, ErrInsecure) {
			t.Errorf("may dial %s over plain http: %v", s, err)
		}
	}
}

func TestN02_OtherNotationsOfAnAddressAreNotRead(t *testing.T) {
	n := federationtest.NewNet(1)
	for _, host := range []string{"2130706433", "017700000001", "0x7f000001", "0177.0.0.1", "0x7f.0.0.1", "127.1", "127.0.1", "127.0.0.1.5", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1%25lo]"} {
		if _, err := onNet(n, allowAll{}).Fetch(t.Context(), "https://"+host+"/", "", nil); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", host, err)
		}
	}
	for _, s := range specialAddresses {
		host := s
		if strings.Contains(s, ":") {
			host = "[" + s + "]"
		}
		if _, err := onNet(n, allowAll{}).Fetch(t.Context(), "https://"+host+"/", "", nil); !errors.Is(err, ErrPrivate) && !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", s, err)
		}
	}
	if sent := n.Requests(""); len(sent) != 0 {
		t.Errorf("sent %v", sent)
	}
}

func TestN04_ANameThatChangesItsAddressGetsNoFurther(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer s.Close()
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	good, bad := netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("0.0.0.0") // both lead to s
	var answers []netip.Addr
	lookups := 0
	g := NewGate(GateConfig{
		Policy: allowAll{}, PrivateNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")},
		Lookup: func(context.Context, string) ([]netip.Addr, error) { lookups++; return answers, nil },
	})
	fetch := func(now ...netip.Addr) error {
		g.Close() // the next request dials again
		answers = now
		_, err := g.Fetch(t.Context(), "http://rebound.example:"+port+"/", "", nil)
		return err
	}
	if err := fetch(good); err != nil {
		t.Fatal(err)
	}
	if err := fetch(bad); !errors.Is(err, ErrPrivate) {
		t.Errorf("after the name had changed: %v", err)
	}
	if err := fetch(bad, good); err != nil {
		t.Errorf("a bad address beside a good one hid that: %v", err)
	}
	if err := fetch(bad, netip.MustParseAddr("10.0.0.1"), bad); !errors.Is(err, ErrPrivate) {
		t.Errorf("bad addresses only: %v", err)
	}
	if lookups != 4 {
		t.Errorf("%d look-ups for 4 connections: an address was looked up apart from the dial", lookups)
	}
}

func TestN06_AddressesWithinAnAddressAreNotFollowed(t *testing.T) {
	n := federationtest.NewNet(1)
	n.Serve("north.example", http.NotFoundHandler())
	g := onNet(n, allowing{"north.example"})
	for _, tail := range []string{"/a.png?file_type=x&proxy=http://127.0.0.1/", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fx", "/%252e%252e/x", "/a;/../b?url=//evil.test", "//evil.test/x", "/https://evil.test/"} {
		n.Forget()
		if _, err := g.FetchMedia(t.Context(), "https://north.example"+tail, "image/*"); err == nil {
			t.Errorf("%s was found", tail)
		}
		if sent := n.Requests(""); len(sent) != 1 || sent[0].URL != "https://north.example"+tail {
			t.Errorf("%s was asked as %v", tail, sent)
		}
	}
	for _, u := range []string{"https://north.example%2f@evil.test/", "https://evil.test%2f.north.example/", "https://north.example%252eevil.test/", "https://north.example:80@evil.test/"} {
		if _, err := g.FetchMedia(t.Context(), u, "image/*"); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", u, err)
		}
	}
}
