package mailtest

import (
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"net/mail"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Options are how a Sink behaves.
type Options struct {
	TLS            bool                        // offers STARTTLS, with a certificate of its own
	User, Password string                      // must be given; "": nothing is asked
	Rcpt           func(to string) error       // what it says to a recipient; nil: it takes all
	Data           func(m *mail.Message) error // and to a letter
}

// A Sink is a mail server that keeps all letters.
type Sink struct {
	Address string         // "127.0.0.1:40123"
	Roots   *x509.CertPool // who vouches for its certificate

	options Options
	mu      sync.Mutex
	letters []*Letter
	secure  int
}

// A Letter is one that a sink was given.
type Letter struct {
	From, To string // of the envelope
	Raw      []byte
}

// Message is the letter with its headers read.
func (l *Letter) Message(t testing.TB) *mail.Message {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(l.Raw))
	if err != nil {
		t.Fatalf("read a letter: %v\n%s", err, l.Raw)
	}
	return m
}

// New starts a sink, which ends with the test.
func New(t testing.TB, o Options) *Sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Sink{Address: l.Addr().String(), options: o}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &session{sink: s, conn: c}, nil }))
	server.Domain, server.AllowInsecureAuth = "sink.example", true
	if o.TLS {
		certified := httptest.NewTLSServer(nil) // for its certificate
		server.TLSConfig = certified.TLS.Clone()
		server.TLSConfig.NextProtos = nil
		s.Roots = x509.NewCertPool()
		s.Roots.AddCert(certified.Certificate())
		certified.Close()
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		_ = server.Close() // what a test left open
		if err := <-done; err != nil && !errors.Is(err, smtp.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	})
	return s
}

// Letters are all that it was given, the oldest first.
func (s *Sink) Letters() []*Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]*Letter(nil), s.letters...)
}

// Secure counts the letters that came encrypted.
func (s *Sink) Secure() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.secure
}

type session struct {
	sink     *Sink
	conn     *smtp.Conn
	signedIn bool
	letter   Letter
}

func (s *session) AuthMechanisms() []string {
	if s.sink.options.User == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.sink.options.User || password != s.sink.options.Password {
			return smtp.ErrAuthFailed
		}
		s.signedIn = true
		return nil
	}), nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.sink.options.User != "" && !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.letter = Letter{From: from}
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.letter.To = to
	if s.sink.options.Rcpt == nil {
		return nil
	}
	return s.sink.options.Rcpt(to)
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.sink.options.Data != nil {
		m, err := mail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			return err
		}
		if err := s.sink.options.Data(m); err != nil {
			return err
		}
	}
	letter := s.letter
	letter.Raw = raw
	s.sink.mu.Lock()
	defer s.sink.mu.Unlock()
	s.sink.letters = append(s.sink.letters, &letter)
	if _, secure := s.conn.TLSConnectionState(); secure {
		s.sink.secure++
	}
	return nil
}

func (s *session) Reset() {}

func (s *session) Logout() error { return nil }
