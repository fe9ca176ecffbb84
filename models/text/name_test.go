package text

import (
	"errors"
	"regexp"
	"strings"
	"testing"
)

// namePattern says the rule a second time, as it is documented.
var namePattern = regexp.MustCompile(`^[a-z0-9_]+([.-]+[a-z0-9_]+)*$`)

func TestValidName_RefusesWithTheReasonAndTheWayOut(t *testing.T) {
	for name, want := range map[string]NameReason{
		"amina": "", "ward-safety": "", "a.b": "", "a--b": "", "_a": "", "a_": "", "42": "", strings.Repeat("a", 30): "",
		"": NameTooShort, "a": NameTooShort, strings.Repeat("a", 31): NameTooLong,
		"Amina": NameMalformed, "a b": NameMalformed, "a@b": NameMalformed, "-a": NameMalformed, "a-": NameMalformed,
		"a/..": NameMalformed, "café": NameMalformed, "аdmin": NameMalformed, "a\x00b": NameMalformed, "a\n": NameMalformed,
		"admin": NameReserved, "root": NameReserved, "inbox": NameReserved, "well-known": NameReserved, "post": NameReserved,
	} {
		err := ValidName(name)
		if want == "" {
			if err != nil {
				t.Errorf("%q: %v", name, err)
			}
			continue
		}
		var nameError *NameError
		if !errors.As(err, &nameError) || nameError.Reason != want || !strings.Contains(err.Error(), " ") {
			t.Errorf("%q: %v, want %s", name, err, want)
		}
	}
}
