package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// A Way is the mail server that letters are handed to.
type Way struct {
	Host string
	Port int

	user, password string
	secure         security
}

// security says how a connection is made safe.
type security string

const (
	startTLS security = "STARTTLS"      // after it is made
	implicit security = "TLS"           // from the beginning
	open     security = "no encryption" // not at all
)

// ReadWay reads the address of a mail server:
//
//	smtp://user:password@mail.example:587   STARTTLS; without it on this machine itself, or with ?tls=off
//	smtps://user:password@mail.example      TLS from the beginning, port 465
//
// "?tls=required" asks for STARTTLS on this machine too. The error never holds the password.
func ReadWay(address string) (*Way, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("this is not an address; a password with signs such as @ or / in it is written with %40 or %2F")
	}
	w := &Way{Host: u.Hostname(), secure: startTLS, Port: 587, user: u.User.Username()}
	w.password, _ = u.User.Password()
	switch {
	case u.Scheme != "smtp" && u.Scheme != "smtps":
		return nil, errors.New("it begins with smtp:// or smtps://")
	case w.Host == "":
		return nil, errors.New("it names no mail server")
	case strings.Trim(u.Path, "/") != "" || u.Fragment != "":
		return nil, errors.New("nothing comes after the mail server but ?tls=off")
	case u.Scheme == "smtps":
		w.secure, w.Port = implicit, 465
	}
	if port := u.Port(); port != "" {
		if w.Port, err = strconv.Atoi(port); err != nil || w.Port < 1 || w.Port > 65535 {
			return nil, errors.New("the port is not a number from 1 to 65535")
		}
	}
	return w, w.readQuery(u.Query())
}

func (w *Way) readQuery(q url.Values) error {
	how := q.Get("tls")
	q.Del("tls")
	if len(q) > 0 || how != "" && how != "off" && how != "required" || how == "off" && w.secure == implicit {
		return errors.New("nothing comes after the mail server but ?tls=off or ?tls=required, with smtp://")
	}
	if w.secure == startTLS && (how == "off" || how == "" && isThisMachine(w.Host)) {
		w.secure = open
	}
	return nil
}

func isThisMachine(host string) bool {
	addr, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && addr.IsLoopback()
}

// String is the server without its password: "mail.example:587 (STARTTLS)".
func (w *Way) String() string {
	return fmt.Sprintf("%s (%s)", net.JoinHostPort(w.Host, strconv.Itoa(w.Port)), w.secure)
}

// Check connects and signs in as if to send a letter, and sends none. What it returns says in words what is wrong and
// what to do.
func (w *Way) Check(ctx context.Context, roots *x509.CertPool, patience time.Duration) error {
	c, err := w.client(roots, patience)
	if err == nil {
		if err = c.DialWithContext(ctx); err == nil {
			_ = c.Close() // it has shown what it can
			return nil
		}
	}
	why, _ := w.words(err)
	return errors.New(why)
}

func (w *Way) client(roots *x509.CertPool, patience time.Duration) (*gomail.Client, error) {
	options := []gomail.Option{
		gomail.WithPort(w.Port), gomail.WithTimeout(patience),
		gomail.WithTLSConfig(&tls.Config{ServerName: w.Host, RootCAs: roots, MinVersion: tls.VersionTLS12}),
	}
	switch w.secure {
	case implicit:
		options = append(options, gomail.WithSSL())
	case startTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if w.user != "" {
		how := gomail.SMTPAuthAutoDiscover
		if w.secure == open { // the way was asked for without encryption, so the password goes without as well
			how = gomail.SMTPAuthPlainNoEnc
		}
		options = append(options, gomail.WithSMTPAuth(how), gomail.WithUsername(w.user), gomail.WithPassword(w.password))
	}
	return gomail.NewClient(w.Host, options...)
}

// send hands one letter over.
func (w *Way) send(ctx context.Context, m *gomail.Msg, roots *x509.CertPool, patience time.Duration) error {
	c, err := w.client(roots, patience)
	if err != nil {
		return err
	}
	err = c.DialAndSendWithContext(ctx, m)
	if m.IsDelivered() {
		return nil // what went wrong after the server had taken it does not matter
	}
	return err
}
