package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"

	gomail "github.com/wneessen/go-mail"

	"github.com/folkmoot/folkmoot/models/text"
)

// maxWhy is how much of what a mail server says is kept, in characters.
const maxWhy = 300

// words says in plain words why a letter could not be sent, and whether trying again is of no use. Only what a server says
// of this letter or its reader is for good (5xx, RFC 5321, 4.2.1): what it says of the sender is for those who run the
// site to mend.
func (w *Way) words(err error) (why string, forGood bool) {
	var refused *gomail.SendError
	if errors.As(err, &refused) && refused.ErrorCode() != 0 {
		return w.refusal(refused)
	}
	return w.failure(err), false
}

func (w *Way) refusal(e *gomail.SendError) (why string, forGood bool) {
	answer := w.answer(e)
	switch e.Reason {
	case gomail.ErrSMTPMailFrom:
		return fmt.Sprintf("%s takes nothing from this sender: %s. Look at FOLKMOOT_MAIL_FROM.", w.Host, answer), false
	case gomail.ErrSMTPRcptTo:
		return fmt.Sprintf("%s refused the address: %s.", w.Host, answer), e.ErrorCode() >= 500
	case gomail.ErrSMTPData, gomail.ErrSMTPDataClose:
		return fmt.Sprintf("%s refused the letter: %s.", w.Host, answer), e.ErrorCode() >= 500
	}
	return fmt.Sprintf("%s broke it off: %s.", w.Host, answer), false
}

// answer is what the server said, without what go-mail adds.
func (w *Way) answer(e *gomail.SendError) string {
	_, said, _ := strings.Cut(e.Error(), ": ")
	said, _, _ = strings.Cut(said, ", affected ")
	return strings.TrimRight(w.foreign(said), ". ")
}

// failure is about everything before a letter is handed over.
func (w *Way) failure(err error) string {
	var dns *net.DNSError
	var wrong *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var host x509.HostnameError
	var timed net.Error
	said := err.Error()
	switch {
	case errors.As(err, &dns):
		return fmt.Sprintf("The mail server %s is not known. Look at FOLKMOOT_SMTP_URL.", w.Host)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("Nothing answers at %s. Is the port right?", w)
	case errors.As(err, &timed) && timed.Timeout(), errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Sprintf("%s does not answer in time. Is the port right, and open in the firewall?", w)
	case errors.As(err, &wrong), errors.As(err, &host):
		return fmt.Sprintf("The certificate of %s does not hold: %s.", w.Host, w.foreign(said))
	case errors.As(err, &record):
		return fmt.Sprintf("%s speaks otherwise. smtps:// is for port 465, smtp:// for 587 and 25.", w)
	case strings.Contains(said, "does not support STARTTLS"):
		return fmt.Sprintf("%s offers no encryption. Use smtps://, or ?tls=off within a network of your own.", w)
	case errors.Is(err, gomail.ErrNoSupportedAuthDiscovered), errors.Is(err, gomail.ErrPlainAuthNotSupported), strings.Contains(said, "does not support SMTP AUTH"):
		return fmt.Sprintf("%s offers no way to sign in that fits. Leave user and password out, or use encryption.", w)
	case strings.Contains(said, "SMTP AUTH failed"):
		return fmt.Sprintf("%s does not take the user and the password: %s.", w.Host, strings.TrimRight(w.foreign(said), ". "))
	}
	return fmt.Sprintf("%s: %s", w.Host, w.foreign(said))
}

// foreign is one line of what others say, without the password: nobody should say it, and some server might.
func (w *Way) foreign(said string) string {
	if w.password != "" {
		said = strings.ReplaceAll(said, w.password, "…")
	}
	return text.CleanLine(said, maxWhy)
}
