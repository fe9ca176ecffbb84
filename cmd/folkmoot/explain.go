package main

import (
	"errors"
	"fmt"
	"net"
	"sort"
	"strings"
	"unicode"

	"github.com/folkmoot/folkmoot/federation"
	"github.com/folkmoot/folkmoot/models"
)

// advice is an error that says all there is to say: what is wrong and what to do.
type advice string

func (a advice) Error() string { return string(a) }

func advise(format string, args ...any) error { return advice(fmt.Sprintf(format, args...)) }

// explain puts an error into words for whoever gave the command: a refusal of the site as it stands, without
// the operations that it went through; of a fault, everything, since they are the one who can mend it.
func explain(err error) string {
	var told advice
	var refused *models.Error
	var unknown *net.DNSError
	switch {
	case errors.As(err, &told):
		return string(told)
	case errors.As(err, &refused):
		return inWords(refused)
	case errors.Is(err, federation.ErrDenied):
		return capital(err.Error()) + ".\nSee whom the site deals with: folkmoot federation list"
	case errors.Is(err, federation.ErrPrivate), errors.Is(err, federation.ErrInsecure):
		return capital(err.Error()) + ".\nIf this network is your own, name it in FOLKMOOT_PRIVATE_NETWORKS."
	case errors.As(err, &unknown):
		return fmt.Sprintf("The server %s cannot be found. Is its name right?", unknown.Name)
	default:
		return "That did not work: " + err.Error() + "."
	}
}

func inWords(e *models.Error) string {
	var lines []string
	if e.Message != "" {
		lines = append(lines, e.Message)
	}
	names := make([]string, 0, len(e.Fields))
	for name := range e.Fields {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		lines = append(lines, capital(strings.ReplaceAll(name, "_", " "))+": "+e.Fields[name])
	}
	return strings.Join(lines, "\n")
}

// sentence begins with a capital letter and ends as sentences do.
func sentence(s string) string {
	if strings.HasSuffix(s, "?") {
		return capital(s)
	}
	return capital(s) + "."
}

func capital(s string) string {
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	return string(r)
}
