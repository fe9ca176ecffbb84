package address_test

import (
	"errors"
	"testing"

	"github.com/folkmoot/folkmoot/models/address"
)

func TestRuleHost_TakesWhatPeopleType(t *testing.T) {
	for typed, host := range map[string]string{
		"south.example":                    "south.example",
		" South.Example ":                  "south.example",
		"@south.example":                   "south.example",
		"south.example:8443":               "south.example:8443",
		"*.south.example":                  "*.south.example",
		"https://south.example/c/ward?a#b": "south.example",
		"https://south.example?a":          "south.example",
		"http://south.example:8080/":       "south.example:8080",
		"":                                 "",
		"*.":                               "",
		"south example":                    "",
		"ftp://south.example":              "",
		"https://ana@south.example/":       "",
		"ana@south.example":                "",
	} {
		got, err := address.RuleHost(typed)
		if got != host || (host == "") != errors.Is(err, address.ErrBad) {
			t.Errorf("%q is the host %q, %v; want %q", typed, got, err, host)
		}
	}
}
