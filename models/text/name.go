package text

import (
	"fmt"
	"strings"
)

// Lengths of a name, in characters.
const (
	MinName = 2
	MaxName = 30
)

// A NameError says why a name cannot be had, in words for the person who chose it, with the way out.
type NameError struct {
	Name   string
	Reason NameReason
}

// A NameReason is what is wrong with a name.
type NameReason string

// What can be wrong with a name.
const (
	NameTooShort  NameReason = "too short"
	NameTooLong   NameReason = "too long"
	NameMalformed NameReason = "malformed"
	NameReserved  NameReason = "reserved"
)

// Error is a sentence for people; it does not repeat the name, which may hold anything.
func (e *NameError) Error() string {
	switch e.Reason {
	case NameTooShort:
		return fmt.Sprintf("A short name has at least %d characters. Choose a longer one.", MinName)
	case NameTooLong:
		return fmt.Sprintf("A short name has at most %d characters. Choose a shorter one.", MaxName)
	case NameReserved:
		return "This short name is kept for the site itself. Choose another, for instance with the place or topic added."
	}
	return "A short name is made of small letters a to z, numbers and underscores. Dots and hyphens may stand between them, not at its ends."
}

// ValidName says whether people and communities may have this name here: [a-z0-9_]+([.-]+[a-z0-9_]+)*, 2 to 30
// characters, and not a word that the site needs for itself. The error is a *NameError. Names on other servers follow
// other rules and are not checked by this.
func ValidName(name string) error {
	switch {
	case len(name) < MinName:
		return &NameError{name, NameTooShort}
	case len(name) > MaxName:
		return &NameError{name, NameTooLong}
	case wordsSize(name, func(r rune) bool { return r == '_' || 'a' <= r && r <= 'z' || '0' <= r && r <= '9' }) != len(name):
		return &NameError{name, NameMalformed}
	case reservedNames[name]:
		return &NameError{name, NameReserved}
	}
	return nil
}

// reservedNames would be taken for the site or for those who run it, or are parts of its addresses.
var reservedNames = setOf(`
	about account accounts actor actors admin administrator administrators all announcements anonymous api app apps
	assets atom auth avatar avatars blog bot calendar comment comments communities community contact css dashboard
	deleted demo docs document documents email error event events everyone explore favicon feed feeds federation
	folkmoot followers following group groups healthz help here home host hostmaster hub inbox index info instance
	invitation invitations invite invites item items join js legal local localhost login logout mail mailer-daemon
	manage media member members messages mod moderation moderator moderators moot new news nobody nodeinfo noreply
	no-reply notifications null oauth official open organiser organisers outbox owner page pages people ping policy
	post postmaster posts preferences privacy profile public readyz register relay report reports robots root rss
	rules search security self server service session sessions settings setup shared-inbox share signin sign-in
	signout sign-out signup sign-up site sitemap staff static status support sysadmin system tag tags team terms test
	thread threads timeline undefined user users webfinger webmaster well-known wiki www you`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}
