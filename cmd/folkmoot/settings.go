package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/handlers/mail"
	"github.com/folkmoot/folkmoot/models/blob"
)

// A setting is one line of the configuration. Its key stands in folkmoot.yaml; the flag is the same with
// hyphens, the environment variable FOLKMOOT_ and the key in capitals.
type setting struct {
	key      string
	fallback string
	example  string
	read     func(c *Config, value string) error // the error goes on after "holds …:", and says what is wrong
}

// settings is the whole list, in the order in which people ask for them.
var settings = []setting{
	{"url", "http://localhost:8080", "https://north.example", readURL},
	{"listen", "", "127.0.0.1:8080", func(c *Config, v string) error { return readAddress(&c.Listen, v) }},
	{"data", "data", "/var/lib/folkmoot", readData},
	{"database", "", "postgres://folkmoot:secret@localhost/folkmoot", readDatabase},
	{"private_networks", "", "10.0.0.0/8,192.168.7.0/24", func(c *Config, v string) error { return readNetworks(&c.PrivateNetworks, v) }},
	{"trusted_proxies", ownNetworks, "10.0.0.5,10.1.0.0/16", func(c *Config, v string) error { return readNetworks(&c.TrustedProxies, v) }},
	{"metrics_listen", "", "127.0.0.1:9090", func(c *Config, v string) error { return readAddress(&c.MetricsListen, v) }},
	{"log", "info,text", "warn,json", readLog},
	{"smtp_url", "", "smtp://user:password@mail.example:587", readSMTP},
	{"mail_from", "", "North Academy <events@north.example>", readMailFrom},
	{"files", "", "s3://KEY:SECRET@store.example/bucket?region=eu-west-2", readFiles},
	{"clamav", "", "tcp://localhost:3310", readClamAV},
	{"limits", "on", "on", readLimits},
}

// ownNetworks are where a reverse proxy usually stands: on the same machine, or beside it in a network of
// containers. Whoever asks from there could name another's address, and gains nothing but another's rate limit.
const ownNetworks = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"

func readURL(c *Config, v string) error {
	u, err := federation.ParseURL(v)
	switch {
	case err != nil:
		return errors.New("this is not a web address")
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return errors.New("a site needs a host of its own, so its address has nothing after the host")
	}
	c.Host = u.Host
	c.URL = u.Scheme + "://" + u.Host
	return nil
}

func readAddress(into *string, v string) error {
	if v == "" {
		return nil
	}
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return errors.New("this is not an address with a port")
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n > 65535 {
		return errors.New("the port is not a number from 0 to 65535")
	}
	*into = v
	return nil
}

func readData(c *Config, v string) error {
	if v == "" {
		return errors.New("name a folder")
	}
	c.Data = filepath.Clean(v)
	return nil
}

func readDatabase(c *Config, v string) error {
	if scheme, _, found := strings.Cut(v, "://"); found && scheme != "postgres" && scheme != "postgresql" {
		return fmt.Errorf("%s is not a database that Folkmoot knows; it is SQLite or PostgreSQL", scheme)
	}
	c.Database = v
	return nil
}

// readNetworks reads CIDRs and single addresses, separated by commas or spaces. What covers a large part of
// all addresses is refused: it would be a mistake, and take away the protection that private networks have.
func readNetworks(into *[]netip.Prefix, v string) error {
	for word := range strings.FieldsFuncSeq(v, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := netip.ParsePrefix(word)
		if err != nil {
			addr, err := netip.ParseAddr(word)
			if err != nil {
				return fmt.Errorf("%s is not a network", word)
			}
			p = netip.PrefixFrom(addr, addr.BitLen())
		}
		if p.Bits() < 7 || (p.Addr().Is4() && p.Bits() < 8) {
			return fmt.Errorf("%s is too large for a private network", word)
		}
		*into = append(*into, p.Masked())
	}
	return nil
}

func readLog(c *Config, v string) error {
	for word := range strings.FieldsFuncSeq(strings.ToLower(v), func(r rune) bool { return r == ',' || r == ' ' }) {
		switch word {
		case "text":
			c.LogJSON = false
		case "json":
			c.LogJSON = true
		case "debug", "info", "warn", "error":
			if err := c.LogLevel.UnmarshalText([]byte(word)); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is none of debug, info, warn, error, text and json", word)
		}
	}
	return nil
}

func readLimits(c *Config, v string) error {
	switch strings.ToLower(v) {
	case "on", "true":
		c.Limits = true
	case "off", "false":
		c.Limits = false
	default:
		return errors.New("it is on or off")
	}
	return nil
}

func readSMTP(c *Config, v string) (err error) {
	if v != "" {
		c.SMTP, err = mail.ReadWay(v)
	}
	return err
}

func readMailFrom(c *Config, v string) error {
	if v == "" {
		return nil
	}
	from, err := netmail.ParseAddress(v)
	if err != nil {
		return errors.New("this is not an e-mail address")
	}
	c.MailFrom = *from
	return nil
}

func readFiles(c *Config, v string) (err error) {
	if v != "" {
		c.Bucket, err = blob.ReadBucket(v)
	}
	return err
}

func readClamAV(c *Config, v string) (err error) {
	if v != "" {
		c.Scanner, err = blob.ReadScanner(v)
	}
	return err
}

// mailFor is the sender of a site's letters when nothing names one.
func mailFor(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "folkmoot@localhost"
	}
	host := u.Hostname()
	if addr, err := netip.ParseAddr(host); err == nil { // RFC 5321, 4.1.3
		if host = "[" + host + "]"; addr.Is6() {
			host = "[IPv6:" + addr.String() + "]"
		}
	}
	return "folkmoot@" + host
}

// shown is a value as it may be printed: without the password that stands in some addresses.
func shown(value string) string {
	at := strings.LastIndex(value, "@")
	scheme := strings.Index(value, "://")
	if at < 0 || scheme < 0 || scheme > at {
		return value
	}
	user, _, _ := strings.Cut(value[scheme+3:at], ":")
	return value[:scheme+3] + user + ":…" + value[at:]
}

// listenFor is where a server answers when nothing says so: a site that is only for this machine on this
// machine's own address, any other on all addresses, at the port of a plain address and else at 8080, since
// what has a certificate stands in front.
func listenFor(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ":8080"
	}
	host, port := "", "8080"
	if u.Scheme == "http" {
		if port = u.Port(); port == "" {
			port = "80"
		}
	}
	if u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost") {
		host = "127.0.0.1"
	} else if addr, err := netip.ParseAddr(u.Hostname()); err == nil && addr.IsLoopback() {
		host = addr.String()
	}
	return net.JoinHostPort(host, port)
}

// logger writes the log as the settings say.
func (c Config) logger(to interface{ Write([]byte) (int, error) }) *slog.Logger {
	o := &slog.HandlerOptions{Level: c.LogLevel}
	if c.LogJSON {
		return slog.New(slog.NewJSONHandler(to, o))
	}
	return slog.New(slog.NewTextHandler(to, o))
}
