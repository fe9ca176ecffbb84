package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/folkmoot/folkmoot/federation/processtest"
	"github.com/folkmoot/folkmoot/handlers/mail/mailtest"
)

func TestDoctor_ReadsWhenACertificateEndsAndWhetherItIsTrusted(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AddCert(server.Certificate())
	ends, err := certificateEnds(t.Context(), u, &tls.Config{RootCAs: trusted})
	if err != nil || !ends.Equal(server.Certificate().NotAfter) {
		t.Errorf("it ends %s (%v), want %s", ends, err, server.Certificate().NotAfter)
	}
	var wrong *tls.CertificateVerificationError
	if _, err := certificateEnds(t.Context(), u, nil); !errors.As(err, &wrong) {
		t.Errorf("one that nobody trusts: %v", err)
	}
}

func TestDoctor_SaysWhatToDoAboutACertificateThatNobodyTrusts(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	d := &desk{t: t, environ: []string{"FOLKMOOT_URL=" + server.URL, "FOLKMOOT_DATA=" + t.TempDir()}}
	if code, out, _ := d.run("doctor"); code != 1 || !strings.Contains(out, "WRONG  Certificate: other sites do not trust it") {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

func TestDoctor_SaysThatTheDatabaseCannotBeRead(t *testing.T) {
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "folkmoot.db"), []byte(strings.Repeat("This is no database. ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, environ: []string{"FOLKMOOT_URL=http://" + processtest.FreeAddress(t), "FOLKMOOT_DATA=" + data}}
	if code, out, _ := d.run("doctor"); code != 1 || !strings.Contains(out, "WRONG  Database") {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

func TestLookup_EveryNameUnderLocalhostIsThisMachine(t *testing.T) {
	for name, want := range map[string]bool{
		"localhost": true, "localhost:8080": true, "a.localhost:1": true, "localhost.example": false, "notlocalhost": false, "127.0.0.1": false,
	} {
		if got := isLocalName(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	got, err := lookup(t.Context(), "tarnside.localhost")
	if err != nil || len(got) != 1 || got[0] != netip.MustParseAddr("127.0.0.1") {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestDoctor_SaysWhetherTheMailServerLetsTheSiteIn(t *testing.T) {
	sink := mailtest.New(t, mailtest.Options{User: "folk", Password: "right-word"})
	for way, want := range map[string]string{
		"":                                       "note   Mail: none goes out",
		"smtp://folk:right-word@" + sink.Address: "ok     Mail: " + sink.Address,
		"smtp://folk:wrong-word@" + sink.Address: "WRONG  Mail: 127.0.0.1 does not take the user and the password",
		"smtp://127.0.0.1:1":                     "WRONG  Mail: Nothing answers at 127.0.0.1:1",
		"smtps://folk:right-word@" + sink.Address:      "WRONG  Mail: ",
		"smtp://x:y@" + sink.Address + "?tls=required": "WRONG  Mail: " + sink.Address + " (STARTTLS) offers no encryption",
	} {
		d := &desk{t: t, environ: []string{"FOLKMOOT_URL=http://" + processtest.FreeAddress(t), "FOLKMOOT_DATA=" + t.TempDir(), "FOLKMOOT_SMTP_URL=" + way}}
		_, out, errs := d.run("doctor")
		if !strings.Contains(out, want) || strings.Contains(out+errs, "-word") {
			t.Errorf("%s: want %q in\n%s%s", way, want, out, errs)
		}
	}
	if n := len(sink.Letters()); n != 0 {
		t.Errorf("%d letters were sent", n)
	}
}
