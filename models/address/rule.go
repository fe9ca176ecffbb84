package address

import "strings"

// RuleHost reads the host of a rule of the policy as people type it, in its canonical form: a host, the same with "@"
// before it, or the address of a page there. "*." before a host, which means all below it, stays. What is no host is
// refused with ErrBad.
func RuleHost(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if strings.Contains(typed, "://") {
		u, err := URL(typed)
		if err != nil {
			return "", err
		}
		return u.Host, nil
	}
	below, all := strings.CutPrefix(strings.TrimPrefix(typed, "@"), "*.")
	host, err := Host(below)
	if err != nil || !all {
		return host, err
	}
	return "*." + host, nil
}
