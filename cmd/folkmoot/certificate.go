package main

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"time"
)

// When a certificate that nobody renews becomes worth a word. Those that renew themselves do so 30 days before.
const (
	certificateSoon = 21 * 24 * time.Hour
	certificateNow  = 3 * 24 * time.Hour
)

// certificate looks at the certificate under the site's own address. The gate would say only whether it holds.
func (d *doctor) certificate(ctx context.Context) {
	u, err := url.Parse(d.conf.URL)
	if err != nil || u.Scheme != "https" {
		return
	}
	ends, err := certificateEnds(ctx, u, nil)
	var wrong *tls.CertificateVerificationError
	switch left := time.Until(ends); {
	case errors.As(err, &wrong):
		d.ill("Certificate", "other sites do not trust it: %v.\nHave it made for %s by an authority that everybody knows, such as Let's Encrypt.", wrong.Err, u.Hostname())
	case err != nil:
		d.ill("Certificate", "it cannot be seen: %v.", err)
	case left < certificateNow:
		d.ill("Certificate", "it ends on %s. Renew it now.", ends.Format("2 January 2006"))
	case left < certificateSoon:
		d.note("Certificate", "it ends on %s. Has its renewal stopped?", ends.Format("2 January 2006"))
	default:
		d.fine("Certificate", "it holds until %s.", ends.Format("2 January 2006"))
	}
}

// certificateEnds is when the first certificate of the chain under an address ends. trust stands for the
// authorities of this machine when it is nil.
func certificateEnds(ctx context.Context, u *url.URL, trust *tls.Config) (time.Time, error) {
	port := u.Port()
	if port == "" {
		port = "443"
	}
	dialer := tls.Dialer{Config: trust}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return time.Time{}, err
	}
	defer conn.Close()
	chain := conn.(*tls.Conn).ConnectionState().PeerCertificates
	ends := chain[0].NotAfter
	for _, c := range chain {
		if c.NotAfter.Before(ends) {
			ends = c.NotAfter
		}
	}
	return ends, nil
}
